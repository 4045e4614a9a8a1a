import { iamArn, parseArn, parseIamResource, type RealmState, SEPARATOR } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { awsManaged, type Managed } from "../policies/find-managed-policy.ts";
import { policyKey } from "../policies/policy-key.ts";

/** The account's own policies, and those of AWS that somebody in the account has or is bounded by; by name. */
export function* policiesHere(
  call: Call<OperationId>,
  which: { readonly own: boolean; readonly aws: boolean },
  after: string | undefined,
): Generator<readonly [string, Managed]> {
  const { partition } = call.world;
  const policies = new Map<string, () => Managed | undefined>();
  if (which.own) {
    for (const policy of call.home.byId.policy.values()) {
      const arn = iamArn(partition, call.account, "policy", policy.path, policy.name);
      policies.set(policyKey(policy.name, arn), () => ({ ...policy, arn }));
    }
  }
  if (which.aws) {
    for (const arn of usedArns(call.home)) {
      const parts = parseArn(arn);
      const name = parts?.account === "aws" ? parseIamResource(parts.resource)?.name : undefined;
      if (name !== undefined) policies.set(policyKey(name, arn), () => awsManaged(partition, arn));
    }
  }
  const keys = [...policies.keys()].filter((key) => after === undefined || key > after);
  for (const key of keys.sort((a, b) => (a < b ? -1 : 1))) {
    const policy = policies.get(key)?.();
    if (policy !== undefined) yield [key, policy];
  }
}

/** ARNs of the managed policies that are attached, or are boundaries. */
function* usedArns({ counts }: RealmState): Generator<string> {
  for (const use of ["attachments", "boundaries"]) {
    for (const [key] of counts.startingWith(use + SEPARATOR)) yield key.slice(use.length + 1);
  }
}
