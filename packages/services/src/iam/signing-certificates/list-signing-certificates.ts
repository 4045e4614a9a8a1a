import { listOperation } from "../../framework/list-operation.ts";
import { ownedEntries } from "../owned.ts";
import { findOwner } from "../owner.ts";
import { signingCertificateForm } from "./signing-certificate-form.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html */
export const listSigningCertificates = listOperation("iam:ListSigningCertificates", {
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  *entries(call, after) {
    const owner = call.entities.user;
    for (const [key, each] of ownedEntries(call.home, "signing-certificate", owner.id, after)) {
      yield [key, signingCertificateForm(owner, each)];
    }
  },
});
