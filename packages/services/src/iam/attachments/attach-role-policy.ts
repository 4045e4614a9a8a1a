import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { attach } from "./attach.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */

export const attachRolePolicy = operation("iam:AttachRolePolicy", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run: (call) => attach(call, call.entities.role, call.input.PolicyArn),
});
