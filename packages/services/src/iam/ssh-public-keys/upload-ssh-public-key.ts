import { newUniqueId, type SshPublicKey } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { ownedBy } from "../owned.ts";
import { findUser } from "../resources.ts";
import { readPublicKey } from "./public-key-text.ts";
import { sshKeyForm } from "./ssh-key-form.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html */
export const uploadSshPublicKey = operation("iam:UploadSSHPublicKey", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { input, home, now, draw } = call;
    const { user } = call.entities;
    const blob = readPublicKey(input.SSHPublicKeyBody);
    if (typeof blob !== "string") return { kind: "failed", failure: blob };
    const held = ownedBy(home, "ssh-public-key", user.id);
    if (held.some((key) => key.blob === blob)) {
      return call.fail("DuplicateSSHPublicKey", "Duplicate SSH public key uploaded.");
    }
    const refused = overQuota(call.home, "sshKeysPerUser", held.length + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const key: SshPublicKey = {
      kind: "ssh-public-key",
      id: newUniqueId("public-key", draw.bytes),
      owner: user.id,
      status: "Active",
      created: now,
      blob,
    };
    return done({ put: [key] }, { SSHPublicKey: sshKeyForm(user, key, input.SSHPublicKeyBody) });
  },
});
