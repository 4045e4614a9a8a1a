import type { SigningCertificate } from "@portcullis/directory";
import { ownerName } from "../owned.ts";
import type { Owner } from "../owner.ts";

export function signingCertificateForm(owner: Owner, certificate: SigningCertificate) {
  return {
    UserName: ownerName(owner),
    CertificateId: certificate.id,
    CertificateBody: certificate.body,
    Status: certificate.status,
    UploadDate: certificate.created,
  };
}
