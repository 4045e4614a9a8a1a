import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { deleteInline } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */

export const deleteRolePolicy = operation("iam:DeleteRolePolicy", {
  takesAway: true,
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run: (call) => deleteInline(call.entities.role, call.input.PolicyName),
});
