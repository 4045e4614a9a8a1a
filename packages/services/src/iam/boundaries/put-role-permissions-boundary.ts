import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { serviceLinkedRefusal } from "../roles/service-linked.ts";
import { boundaryFailure } from "./boundary-failure.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */

export const putRolePermissionsBoundary = operation("iam:PutRolePermissionsBoundary", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const protectedRole = serviceLinkedRefusal(call.entities.role);
    if (protectedRole !== undefined) return protectedRole;
    const boundary = call.input.PermissionsBoundary;
    const refused = boundaryFailure(call, "role", boundary);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    return done({ put: [{ ...call.entities.role, boundary }] }, {});
  },
});
