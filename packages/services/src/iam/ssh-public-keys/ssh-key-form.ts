import type { SshPublicKey, User } from "@portcullis/directory";
import { fingerprintOf } from "./public-key-text.ts";

/** As ListSSHPublicKeys gives it. */
export function sshKeyMetadata(userName: string, key: SshPublicKey) {
  return { UserName: userName, SSHPublicKeyId: key.id, Status: key.status, UploadDate: key.created };
}

export function sshKeyForm(user: User, key: SshPublicKey, body: string) {
  return {
    ...sshKeyMetadata(user.name, key),
    Fingerprint: fingerprintOf(key.blob),
    SSHPublicKeyBody: body,
  };
}
