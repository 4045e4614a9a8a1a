import { listOperation } from "../../framework/list-operation.ts";
import { ownedEntries, ownerName } from "../owned.ts";
import { findOwner } from "../owner.ts";
import { sshKeyMetadata } from "./ssh-key-form.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html */
export const listSshPublicKeys = listOperation("iam:ListSSHPublicKeys", {
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  *entries(call, after) {
    const owner = call.entities.user;
    for (const [key, each] of ownedEntries(call.home, "ssh-public-key", owner.id, after)) {
      yield [key, sshKeyMetadata(ownerName(owner), each)];
    }
  },
});
