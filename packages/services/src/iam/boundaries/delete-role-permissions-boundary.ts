import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { serviceLinkedRefusal } from "../roles/service-linked.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html */

export const deleteRolePermissionsBoundary = operation("iam:DeleteRolePermissionsBoundary", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const protectedRole = serviceLinkedRefusal(call.entities.role);
    if (protectedRole !== undefined) return protectedRole;
    const { boundary: taken, ...rest } = call.entities.role;
    if (taken === undefined) {
      return call.fail("NoSuchEntity", `Role ${rest.name} does not have a permissions boundary.`);
    }
    return done({ put: [rest] }, {});
  },
});
