import { listOperation } from "../../framework/list-operation.ts";
import { findRole } from "../resources.ts";
import { attachedEntries } from "./attach.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */

export const listAttachedRolePolicies = listOperation("iam:ListAttachedRolePolicies", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  entries: (call, after) => attachedEntries(call.entities.role, call.input.PathPrefix, after),
});
