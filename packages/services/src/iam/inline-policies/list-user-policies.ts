import { listOperation } from "../../framework/list-operation.ts";
import { findUser } from "../resources.ts";
import { inlineEntries } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html */

export const listUserPolicies = listOperation("iam:ListUserPolicies", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  entries: (call, after) => inlineEntries(call.entities.user, after),
});
