import { listOperation } from "../../framework/list-operation.ts";
import { findUser } from "../resources.ts";
import { attachedEntries } from "./attach.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */

export const listAttachedUserPolicies = listOperation("iam:ListAttachedUserPolicies", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  entries: (call, after) => attachedEntries(call.entities.user, call.input.PathPrefix, after),
});
