import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { deleteInline } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */

export const deleteUserPolicy = operation("iam:DeleteUserPolicy", {
  takesAway: true,
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run: (call) => deleteInline(call.entities.user, call.input.PolicyName),
});
