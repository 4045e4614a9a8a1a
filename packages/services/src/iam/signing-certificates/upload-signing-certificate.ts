import type { SigningCertificate } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { ownedBy } from "../owned.ts";
import { findOwner } from "../owner.ts";
import { readSigningCertificate } from "./read-signing-certificate.ts";
import { signingCertificateForm } from "./signing-certificate-form.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html */
export const uploadSigningCertificate = operation("iam:UploadSigningCertificate", {
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run(call) {
    const { input, home, now } = call;
    const owner = call.entities.user;
    const id = readSigningCertificate(input.CertificateBody, now);
    if (typeof id !== "string") return { kind: "failed", failure: id };
    if (home.byId["signing-certificate"].has(id)) {
      return call.fail(
        "DuplicateCertificate",
        "The same certificate is already associated with an IAM user in the account.",
      );
    }
    const held = ownedBy(home, "signing-certificate", owner.id).length;
    const refused = overQuota("signingCertificatesPerUser", held + 1);
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
