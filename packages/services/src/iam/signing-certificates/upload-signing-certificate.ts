import type { SigningCertificate } from "@portcullis/directory";
import { answer, done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { ownedBy } from "../owned.ts";
import { findOwner } from "../owner.ts";
import { readSigningCertificate } from "./read-signing-certificate.ts";
import { signingCertificateForm } from "./signing-certificate-form.ts";

/**
 * Uploaded again for the same user, a certificate stays as it is, as AWS was seen to answer; nobody else in the account
 * may have it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html
 */
export const uploadSigningCertificate = operation("iam:UploadSigningCertificate", {
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run(call) {
    const { input, home, now } = call;
    const owner = call.entities.user;
    const id = readSigningCertificate(input.CertificateBody, now);
    if (typeof id !== "string") return { kind: "failed", failure: id };
    const before = home.byId["signing-certificate"].get(id);
    if (before?.owner === owner.id) return answer({ Certificate: signingCertificateForm(owner, before) });
    if (before !== undefined) return call.fail("DuplicateCertificate", "Duplicate certificate uploaded.");
    const held = ownedBy(home, "signing-certificate", owner.id).length;
    const refused = overQuota(call.home, "signingCertificatesPerUser", held + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const certificate: SigningCertificate = {
      kind: "signing-certificate",
      id,
      owner: owner.id,
      status: "Active",
      created: now,
      body: input.CertificateBody,
    };
    return done({ put: [certificate] }, { Certificate: signingCertificateForm(owner, certificate) });
  },
});
