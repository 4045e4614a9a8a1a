import { check } from "@portcullis/policy";
import type { Failure } from "../framework/api.ts";
import type { Call } from "../framework/call.ts";
import { attachable } from "../iam/policies/attachable.ts";
import { missingPolicy } from "../iam/policies/find-policy.ts";

/** Characters of the inline session policy. */
const PLAIN_LIMIT = 2048;
const MANAGED_LIMIT = 10;

/** An entry without its ARN is one that is invalid: left out, a session that was to be narrower would be whole. */
export function managedArns({ input }: Call<"sts:AssumeRole">): readonly string[] {
  return (input.PolicyArns ?? []).map(({ arn }) => arn ?? "");
}

/**
 * Why the session policies cannot be; managed ones must be of the role's account, or of AWS.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (Policy, PolicyArns)
 */
export function policyFailure(call: Call<"sts:AssumeRole">, account: string): Failure | undefined {
  const { Policy, PolicyArns } = call.input;
  if (Policy !== undefined && Policy.length > PLAIN_LIMIT) return tooLong("policy", PLAIN_LIMIT);
  if ((PolicyArns?.length ?? 0) > MANAGED_LIMIT) return tooLong("policyArns", MANAGED_LIMIT);
  if (Policy !== undefined) {
    const finding = check("session", Policy, { partition: call.world.partition })[0];
    if (finding !== undefined) return { code: "MalformedPolicyDocument", message: finding.message };
  }
  for (const arn of managedArns(call)) {
    switch (attachable(call, account, arn)) {
      case "policy":
        continue;
      case "not-a-policy":
        return { code: "ValidationError", message: `${arn} is invalid` };
      case "absent":
      case "of-a-service":
        return { code: "InvalidParameterValue", message: missingPolicy.toUse(arn) };
    }
  }
  return undefined;
}

/** A limit that the operation's reference states and its model leaves out. */
function tooLong(member: string, limit: number): Failure {
  return {
    code: "ValidationError",
    message: `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
  };
}
