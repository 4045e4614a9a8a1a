import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { detach } from "./attach.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */

export const detachRolePolicy = operation("iam:DetachRolePolicy", {
  takesAway: true,
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run: (call) => detach(call.entities.role, call.input.PolicyArn),
});
