import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { putInline } from "./inline.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */

export const putRolePolicy = operation("iam:PutRolePolicy", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run: (call) => putInline(call, call.entities.role, call.input.PolicyName, call.input.PolicyDocument),
});
