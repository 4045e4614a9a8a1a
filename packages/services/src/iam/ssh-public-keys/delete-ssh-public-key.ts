import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned } from "../owned.ts";
import { findUser } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSSHPublicKey.html */
export const deleteSshPublicKey = operation("iam:DeleteSSHPublicKey", {
  takesAway: true,
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { home, entities } = call;
    const { SSHPublicKeyId } = call.input;
    const key = owned(home, "ssh-public-key", entities.user.id, SSHPublicKeyId);
    return key === undefined
      ? noSuch(home, "ssh-public-key", SSHPublicKeyId, entities.user.name)
      : done({ remove: [key] }, {});
  },
});
