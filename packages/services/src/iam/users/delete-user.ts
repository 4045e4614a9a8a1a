import type { RealmState, User } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { keysOf } from "../access-keys/keys-of.ts";
import { devicesOf } from "../mfa/devices-of.ts";
import { ownedBy } from "../owned.ts";
import { loginProfileOf } from "../passwords/login-profile.ts";
import { findUser } from "../resources.ts";

/** What may belong to a user, in the order in which it is told, and what has to be done with it. */
const belongings: readonly (readonly [has: (home: RealmState, user: User) => boolean, words: string])[] = [
  [(_, user) => user.attached.length > 0, "detach all policies"],
  [(_, user) => user.inline.length > 0, "delete policies"],
  [(home, user) => loginProfileOf(home, user) !== undefined, "delete login profile"],
  [(home, { id }) => devicesOf(home, id).length > 0, "remove tokens from principal"],
  [(home, { id }) => keysOf(home, id).length > 0, "delete access keys"],
  [(home, { id }) => ownedBy(home, "signing-certificate", id).length > 0, "delete certificates"],
  [(_, user) => user.groups.length > 0, "remove users from group"],
  [(home, { id }) => ownedBy(home, "ssh-public-key", id).length > 0, "remove referenced objects"],
  [(home, { id }) => ownedBy(home, "service-credential", id).length > 0, "remove referenced objects"],
];

/**
 * What belongs to a user goes first, one kind a refusal; tags and the boundary go with it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export const deleteUser = operation("iam:DeleteUser", {
  takesAway: true,
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { user } = call.entities;
    const remains = belongings.find(([has]) => has(call.home, user))?.[1];
    if (remains !== undefined) {
      return call.fail("DeleteConflict", `Cannot delete entity, must ${remains} first.`);
    }
    return done({ remove: [user] }, {});
  },
});
