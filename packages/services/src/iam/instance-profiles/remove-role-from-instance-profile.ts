import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findProfile, findRole } from "../resources.ts";
import { serviceLinkedRefusal } from "../roles/service-linked.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html */
export const removeRoleFromInstanceProfile = operation("iam:RemoveRoleFromInstanceProfile", {
  takesAway: true,
  find: (call) => ({
    profile: findProfile(call, call.input.InstanceProfileName),
    role: findRole(call, call.input.RoleName),
  }),
  run(call) {
    const { profile, role } = call.entities;
    const protectedRole = serviceLinkedRefusal(role);
    if (protectedRole !== undefined) return protectedRole;
    if (!profile.roles.includes(role.id)) {
      return call.fail(
        "NoSuchEntity",
        `Role ${role.name} in Instance Profile ${profile.name} cannot be found.`,
      );
    }
    return done({ put: [{ ...profile, roles: profile.roles.filter((id) => id !== role.id) }] }, {});
  },
});
