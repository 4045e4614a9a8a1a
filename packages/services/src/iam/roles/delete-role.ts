import { SEPARATOR } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { serviceLinkedRefusal } from "./service-linked.ts";

/**
 * What belongs to a role goes first, one kind a refusal.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
 */
export const deleteRole = operation("iam:DeleteRole", {
  takesAway: true,
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const { role } = call.entities;
    const protectedRole = serviceLinkedRefusal(role);
    if (protectedRole !== undefined) return protectedRole;
    const inProfile = !call.home.indexes.profilesByRole.startingWith(role.id + SEPARATOR).next().done;
    const remains = inProfile
      ? "remove roles from instance profile"
      : role.attached.length > 0
        ? "detach all policies"
        : role.inline.length > 0
          ? "delete policies"
          : undefined;
    if (remains !== undefined) {
      return call.fail("DeleteConflict", `Cannot delete entity, must ${remains} first.`);
    }
    return done({ remove: [role] }, {});
  },
});
