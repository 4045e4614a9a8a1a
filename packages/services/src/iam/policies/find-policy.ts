import { awsPolicy, customerPolicy, foldName, iamArn, type Policy, parseArn } from "@portcullis/directory";
import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing, Perhaps } from "../../framework/found.ts";

type AnyCall = Call<OperationId>;

/** AWS's answer to a text that is no ARN at all. */
export function unreadableArn(arn: string): Failure | undefined {
  if (parseArn(arn) !== undefined) return undefined;
  return { code: "ValidationError", message: "Invalid ARN:  Could not be parsed!" };
}

/**
 * A customer managed policy. Only the caller's account can have given it: an ARN of another account, or of AWS,
 * belongs to that owner, and nothing of it is told.
 */
export function findPolicy(call: AnyCall, arn: string): Existing<Policy> {
  const policy = customerPolicy(call.world.partition, call.home, call.account, arn);
  return {
    ...policyBase(arn, parseArn(arn)?.account),
    entity: policy,
    tags: policy?.tags,
    spoken: `policy ${arn}`,
    invalid: unreadableArn(arn),
    expect: "existing",
    missing: { code: "NoSuchEntity", message: `Policy ${arn} was not found.` },
  };
}

/** The policy that a request makes; its entity is what already has the name, on whatever path. */
export function findNewPolicy(call: AnyCall, path: string, name: string): Perhaps<Policy> {
  return {
    ...policyBase(iamArn(call.world.partition, call.account, "policy", path, name), call.account),
    entity: call.home.indexes.policiesByName.get(foldName(name)),
    tags: undefined,
    spoken: `policy ${name}`,
    expect: "perhaps",
  };
}

function policyBase(arn: string, account: string | undefined) {
  return {
    type: "policy",
    cloudType: "AWS::IAM::Policy",
    label: arn,
    arn,
    account,
    boundary: undefined,
    policy: undefined,
  } as const;
}

/** Whether there is a managed policy with this ARN, of AWS or of an account that is pinned. */
export function managedPolicyExists(call: AnyCall, account: string, arn: string): boolean {
  const { partition } = call.world;
  const state = account === call.account ? call.home : call.world.account(account);
  if (state !== undefined && customerPolicy(partition, state, account, arn) !== undefined) return true;
  return awsPolicy(partition, arn) !== undefined;
}
