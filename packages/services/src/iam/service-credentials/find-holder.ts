import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import { owned } from "../owned.ts";
import { findOwner, type Owner } from "../owner.ts";

/**
 * Whose credential a call changes. Policies may ask for which service it is; of one that is not there they see no
 * service.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function findHolder(
  call: Call<OperationId>,
  name: string | undefined,
  credentialId: string,
): Existing<Owner> {
  const holder = findOwner(call, name);
  const credential = holder.entity && owned(call.home, "service-credential", holder.entity.id, credentialId);
  if (credential === undefined) return holder;
  return {
    ...holder,
    keys: new Map([["iam:servicespecificcredentialservicename", [credential.service]]]),
  };
}
