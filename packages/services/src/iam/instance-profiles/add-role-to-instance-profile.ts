import { done } from "../../framework/call.ts";
import { passRole, self } from "../../framework/checks.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { findProfile, findRole } from "../resources.ts";
import { serviceLinkedRefusal } from "../roles/service-linked.ts";

/**
 * Hands a role to EC2, so that iam:PassRole on it is needed as well.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
 */
export const addRoleToInstanceProfile = operation("iam:AddRoleToInstanceProfile", {
  find: (call) => ({
    profile: findProfile(call, call.input.InstanceProfileName),
    role: findRole(call, call.input.RoleName),
  }),
  checks: (call) => [self(call, call.found.profile), passRole(call.found.role, "ec2.amazonaws.com")],
  run(call) {
    const { profile, role } = call.entities;
    const protectedRole = serviceLinkedRefusal(role);
    if (protectedRole !== undefined) return protectedRole;
    const refused = overQuota(call.home, "rolesPerInstanceProfile", profile.roles.length + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    return done({ put: [{ ...profile, roles: [...profile.roles, role.id] }] }, {});
  },
});
