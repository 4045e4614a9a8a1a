import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned, ownerName } from "../owned.ts";
import { findOwner } from "../owner.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSigningCertificate.html */
export const deleteSigningCertificate = operation("iam:DeleteSigningCertificate", {
  takesAway: true,
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run(call) {
    const { home, entities } = call;
    const { CertificateId } = call.input;
    const certificate = owned(home, "signing-certificate", entities.user.id, CertificateId);
    return certificate === undefined
      ? noSuch(home, "signing-certificate", CertificateId, ownerName(entities.user))
      : done({ remove: [certificate] }, {});
  },
});
