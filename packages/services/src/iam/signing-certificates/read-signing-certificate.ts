import { hash } from "node:crypto";
import { certificateId } from "@portcullis/directory";
import type { Failure } from "../../framework/api.ts";
import { hasUsableKey, readCertificate } from "../x509/certificate.ts";

/**
 * The id of a certificate that may be uploaded, or why it may not. AWS's answer to a malformed one repeats what was
 * sent; this one does not, because it may well be the private key.
 * @param now epoch milliseconds
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html
 */
export function readSigningCertificate(body: string, now: number): string | Failure {
  const certificate = readCertificate(body);
  if (certificate === undefined) {
    return { code: "MalformedCertificate", message: "Certificate is malformed." };
  }
  if (certificate.validToDate.getTime() <= now) {
    return { code: "MalformedCertificate", message: "Certificate has expired." };
  }
  if (certificate.validFromDate.getTime() > now) {
    return { code: "InvalidCertificate", message: "Certificate is not valid yet." };
  }
  if (!hasUsableKey(certificate)) {
    return {
      code: "InvalidCertificate",
      message: "Certificate has a public key of an unsupported kind or size.",
    };
  }
  return certificateId(hash("sha256", certificate.raw, "buffer"));
}
