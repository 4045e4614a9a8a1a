import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned } from "../owned.ts";
import { findUser } from "../resources.ts";
import { pemText, sshText } from "./public-key-text.ts";
import { sshKeyForm } from "./ssh-key-form.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSSHPublicKey.html */
export const getSshPublicKey = operation("iam:GetSSHPublicKey", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { Encoding, SSHPublicKeyId } = call.input;
    const { user } = call.entities;
    const key = owned(call.home, "ssh-public-key", user.id, SSHPublicKeyId);
    if (key === undefined) return noSuch(call.home, "ssh-public-key", SSHPublicKeyId, user.name);
    const body = Encoding === "SSH" ? sshText(key.blob) : pemText(key.blob);
    return answer({ SSHPublicKey: sshKeyForm(user, key, body) });
  },
});
