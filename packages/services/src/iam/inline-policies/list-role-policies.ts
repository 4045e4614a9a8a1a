import { listOperation } from "../../framework/list-operation.ts";
import { findRole } from "../resources.ts";
import { inlineEntries } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */

export const listRolePolicies = listOperation("iam:ListRolePolicies", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  entries: (call, after) => inlineEntries(call.entities.role, after),
});
