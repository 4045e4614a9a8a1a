import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { noSuch, owned, ownerName } from "../owned.ts";
import { findOwner } from "../owner.ts";
import { expiredIsNoStatus, makesInactive } from "../status.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSigningCertificate.html */
export const updateSigningCertificate = operation("iam:UpdateSigningCertificate", {
  takesAway: makesInactive,
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run(call) {
    const { home, entities } = call;
    const { CertificateId, Status } = call.input;
    const certificate = owned(home, "signing-certificate", entities.user.id, CertificateId);
    if (certificate === undefined) {
      return noSuch(home, "signing-certificate", CertificateId, ownerName(entities.user));
    }
    if (Status === "Expired") return expiredIsNoStatus;
    return done({ put: [{ ...certificate, status: Status }] }, {});
  },
});
