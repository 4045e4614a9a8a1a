import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned } from "../owned.ts";
import { findOwner } from "../owner.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSigningCertificate.html */
export const deleteSigningCertificate = operation("iam:DeleteSigningCertificate", {
  takesAway: true,
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run(call) {
    const { CertificateId } = call.input;
    const certificate = owned(call.home, "signing-certificate", call.entities.user.id, CertificateId);
    return certificate === undefined
      ? noSuch("signing-certificate", CertificateId)
      : done({ remove: [certificate] }, {});
  },
});
