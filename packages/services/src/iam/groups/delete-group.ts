import { SEPARATOR } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findGroup } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */

export const deleteGroup = operation("iam:DeleteGroup", {
  takesAway: true,
  find: (call) => ({ group: findGroup(call, call.input.GroupName) }),
  run(call) {
    const { group } = call.entities;
    const hasMembers = !call.home.indexes.members.startingWith(group.id + SEPARATOR).next().done;
    const remains = hasMembers
      ? "remove users from group"
      : group.attached.length > 0
        ? "detach all policies"
        : group.inline.length > 0
          ? "delete policies"
          : undefined;
    if (remains !== undefined) {
      return call.fail("DeleteConflict", `Cannot delete entity, must ${remains} first.`);
    }
    return done({ remove: [group] }, {});
  },
});
