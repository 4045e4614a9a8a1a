import { listOperation } from "../../framework/list-operation.ts";
import { findGroup } from "../resources.ts";
import { attachedEntries } from "./attach.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html */

export const listAttachedGroupPolicies = listOperation("iam:ListAttachedGroupPolicies", {
  find: (call) => ({ group: findGroup(call, call.input.GroupName) }),
  entries: (call, after) => attachedEntries(call.entities.group, call.input.PathPrefix, after),
});
