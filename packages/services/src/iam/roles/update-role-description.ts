import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { roleForm } from "../forms.ts";
import { findRole } from "../resources.ts";

/**
 * Allowed for service-linked roles too.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html
 */
export const updateRoleDescription = operation("iam:UpdateRoleDescription", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const role = { ...call.entities.role, description: call.input.Description };
    return done({ put: [role] }, { Role: { ...roleForm(call, role), Description: role.description } });
  },
});
