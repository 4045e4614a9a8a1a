import { customerPolicy, foldName, iamArn, type Policy, parseArn } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing, Perhaps } from "../../framework/found.ts";
import { resourceBase } from "../resource-base.ts";
import { isPolicyArn, notAPolicy } from "./policy-arn.ts";

type AnyCall = Call<OperationId>;

/** What AWS says of a managed policy that is not there, one way for each family of operations. */
export const missingPolicy = {
  toRead: (arn: string) => `Policy ${arn} was not found.`,
  toUse: (arn: string) => `Policy ${arn} does not exist or is not attachable.`,
  version: (arn: string, version: string) =>
    `Policy ${arn} version ${version} does not exist or is not attachable.`,
} as const;

/**
 * A customer managed policy that is to be changed. Only its own account can change it: an ARN of another account,
 * or of AWS, belongs to that owner, and nothing of it is told.
 */
export function findPolicy(
  call: AnyCall,
  arn: string,
  missing: string = missingPolicy.toRead(arn),
): Existing<Policy> {
  const policy = customerPolicy(call.world.partition, call.home, call.account, arn);
  const owner = parseArn(arn)?.account;
  return {
    ...resourceBase("policy", arn, owner),
    entity: policy,
    tags: policy?.tags,
    spoken: `policy ${arn}`,
    invalid: isPolicyArn(arn) ? undefined : notAPolicy(arn),
    expect: "existing",
    missing: { code: "NoSuchEntity", message: missing },
  };
}

/** The policy that a request makes; its entity is what already has the name, on whatever path. */
export function findNewPolicy(call: AnyCall, path: string, name: string): Perhaps<Policy> {
  return {
    ...resourceBase("policy", iamArn(call.world.partition, call.account, "policy", path, name), call.account),
    entity: call.home.indexes.policiesByName.get(foldName(name)),
    tags: undefined,
    spoken: `policy ${name}`,
    expect: "perhaps",
  };
}
