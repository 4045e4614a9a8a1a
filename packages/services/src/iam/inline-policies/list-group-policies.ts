import { listOperation } from "../../framework/list-operation.ts";
import { findGroup } from "../resources.ts";
import { inlineEntries } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html */

export const listGroupPolicies = listOperation("iam:ListGroupPolicies", {
  find: (call) => ({ group: findGroup(call, call.input.GroupName) }),
  entries: (call, after) => inlineEntries(call.entities.group, after),
});
