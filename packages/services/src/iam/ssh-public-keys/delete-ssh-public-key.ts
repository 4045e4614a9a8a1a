import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned } from "../owned.ts";
import { findUser } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSSHPublicKey.html */
export const deleteSshPublicKey = operation("iam:DeleteSSHPublicKey", {
  takesAway: true,
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { SSHPublicKeyId } = call.input;
    const key = owned(call.home, "ssh-public-key", call.entities.user.id, SSHPublicKeyId);
    return key === undefined ? noSuch("ssh-public-key", SSHPublicKeyId) : done({ remove: [key] }, {});
  },
});
