import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned } from "../owned.ts";
import { findUser } from "../resources.ts";
import { expiredIsNoStatus, makesInactive } from "../status.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSSHPublicKey.html */
export const updateSshPublicKey = operation("iam:UpdateSSHPublicKey", {
  takesAway: makesInactive,
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { SSHPublicKeyId, Status } = call.input;
    const key = owned(call.home, "ssh-public-key", call.entities.user.id, SSHPublicKeyId);
    if (key === undefined)
      return noSuch(call.home, "ssh-public-key", SSHPublicKeyId, call.entities.user.name);
    if (Status === "Expired") return expiredIsNoStatus;
    return done({ put: [{ ...key, status: Status }] }, {});
  },
});
