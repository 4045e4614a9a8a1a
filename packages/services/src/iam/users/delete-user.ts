import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { keysOf } from "../access-keys/keys-of.ts";
import { devicesOf } from "../mfa/devices-of.ts";
import { ownedBy } from "../owned.ts";
import { loginProfileOf } from "../passwords/login-profile.ts";
import { findUser } from "../resources.ts";

/**
 * What belongs to a user goes first, one kind a refusal; tags and the boundary go with it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export const deleteUser = operation("iam:DeleteUser", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { user } = call.entities;
    const remains =
      user.attached.length > 0
        ? "detach all policies"
        : user.inline.length > 0
          ? "delete policies"
          : loginProfileOf(call.home, user) !== undefined
            ? "delete login profile"
            : keysOf(call.home, user.id).length > 0
              ? "delete access keys"
              : ownedBy(call.home, "signing-certificate", user.id).length > 0
                ? "delete certificates"
                : devicesOf(call.home, user.id).length > 0
                  ? "delete MFA device"
                  : user.groups.length > 0
                    ? "remove users from group"
                    : ownedBy(call.home, "ssh-public-key", user.id).length > 0 ||
                        ownedBy(call.home, "service-credential", user.id).length > 0
                      ? "remove referenced objects"
                      : undefined;
    if (remains !== undefined) {
      return call.fail("DeleteConflict", `Cannot delete entity, must ${remains} first.`);
    }
    return done({ remove: [user] }, {});
  },
});
