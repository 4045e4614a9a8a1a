/** What a request says of the session it asks for, and why that cannot be. */
import { principalTag, quotas, type SessionFacts, type Tag } from "@portcullis/directory";
import { check } from "@portcullis/policy";
import type { Failure, InputOf } from "../framework/api.ts";
import type { Call } from "../framework/call.ts";
import { managedPolicyExists } from "../iam/policies/find-policy.ts";

type AssumeCall = Call<"sts:AssumeRole">;

/** Characters of inline and managed session policies together. */
const PLAIN_POLICY_LIMIT = 2048;

const invalid = (message: string): Failure => ({ code: "InvalidParameterValue", message });

/**
 * Tags of the session: what the calling session hands on, and what the request passes. A passed key may not stand
 * over one that was handed on; keys compare without case.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function inheritedTags(call: AssumeCall): readonly Tag[] {
  const { session } = call.caller;
  if (session === undefined) return [];
  return session.transitiveTagKeys.flatMap((key) => {
    const value = principalTag(call.caller, key);
    return value === undefined ? [] : [{ key, value }];
  });
}

export function passedTags(input: InputOf<"sts:AssumeRole">): readonly Tag[] {
  return (input.Tags ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }));
}

export function tagFailure(call: AssumeCall): Failure | undefined {
  const passed = passedTags(call.input);
  const folded = new Set(passed.map((tag) => tag.key.toLowerCase()));
  if (folded.size < passed.length) {
    return invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  if (passed.some((tag) => tag.key.toLowerCase().startsWith("aws:"))) {
    return invalid("Tag keys that begin with aws: are reserved for system use.");
  }
  const inherited = inheritedTags(call);
  if (inherited.some((tag) => folded.has(tag.key.toLowerCase()))) {
    return invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  if (passed.length + inherited.length > quotas.tags.limit) {
    return invalid(`The number of session tags exceeds the limit of ${quotas.tags.limit}.`);
  }
  const transitive = call.input.TransitiveTagKeys ?? [];
  if (transitive.some((key) => !folded.has(key.toLowerCase()))) {
    return invalid("The specified transitive tag key must be included in the requested tags.");
  }
  return undefined;
}

/** Why the session policies cannot be; managed ones must be of the role's account, or of AWS. */
export function policyFailure(call: AssumeCall, account: string): Failure | undefined {
  const { Policy, PolicyArns } = call.input;
  if (Policy !== undefined) {
    if (Policy.length > PLAIN_POLICY_LIMIT) {
      return {
        code: "ValidationError",
        message: `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${PLAIN_POLICY_LIMIT}`,
      };
    }
    const finding = check("session", Policy)[0];
    if (finding !== undefined) return { code: "MalformedPolicyDocument", message: finding.message };
  }
  for (const { arn } of PolicyArns ?? []) {
    if (arn === undefined || !managedPolicyExists(call, account, arn)) {
      return {
        code: "MalformedPolicyDocument",
        message: `PolicyArn ${arn ?? ""} does not exist or is not attachable.`,
      };
    }
  }
  return undefined;
}

/** No device is kept here, so no code can be right. */
export function mfaFailure(input: {
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}): Failure | undefined {
  if (input.SerialNumber === undefined && input.TokenCode === undefined) return undefined;
  return {
    code: "AccessDenied",
    message:
      "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
  };
}

export type NewSession = Omit<SessionFacts, "accessKeyId">;
