import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findProfile } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html */
export const deleteInstanceProfile = operation("iam:DeleteInstanceProfile", {
  takesAway: true,
  find: (call) => ({ profile: findProfile(call, call.input.InstanceProfileName) }),
  run(call) {
    const { profile } = call.entities;
    if (profile.roles.length > 0) {
      return call.fail(
        "DeleteConflict",
        "Cannot delete entity, must remove roles from instance profile first.",
      );
    }
    return done({ remove: [profile] }, {});
  },
});
