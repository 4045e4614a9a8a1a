import { type DelegationRequest, iamArn } from "@portcullis/directory";
import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import { resourceBase } from "../resource-base.ts";
import { defaultPermissions } from "./default-permissions.ts";
import { isGone } from "./state-of.ts";

export const missingRequest = (id: string): Failure => ({
  code: "NoSuchEntity",
  message: `The delegation request with id ${id} cannot be found.`,
});

/** What is known of a request by its id, in the account in which its ARN is spelt. */
export function requestBase(
  { world }: Pick<Call<OperationId>, "world">,
  account: string | undefined,
  id: string,
) {
  const arn = iamArn(world.partition, account ?? "", "delegation-request", "/", id);
  return resourceBase("delegation-request", arn, account, id);
}

/**
 * A request that whoever calls may know of: one for its own account, or for whichever account takes it over. Its ARN is
 * always spelt in the caller's account, so that a refusal tells nothing of whose it is.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetDelegationRequest.html
 */
export function findRequest(call: Call<OperationId>, id: string): Existing<DelegationRequest> {
  const { account, caller, world, now } = call;
  const kept = world.installation.byId["delegation-request"].get(id);
  const known = kept !== undefined && (kept.ownerAccount ?? account) === account && !isGone(kept, now);
  const request = known ? kept : undefined;
  const owner = request?.owner;
  return {
    ...requestBase(call, account, id),
    entity: request,
    tags: undefined,
    policy: request === undefined ? undefined : defaultPermissions(caller, request),
    ...(owner === undefined ? {} : { keys: new Map([[OWNER_KEY, [owner.arn]]]) }),
    expect: "existing",
    missing: missingRequest(id),
  };
}

export const OWNER_KEY = "iam:delegationrequestowner";
