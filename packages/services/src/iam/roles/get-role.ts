import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { roleDetail } from "../forms.ts";
import { findRole } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole = operation("iam:GetRole", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run: (call) => answer({ Role: roleDetail(call, call.entities.role) }),
});
