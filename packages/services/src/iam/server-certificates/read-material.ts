import type { X509Certificate } from "node:crypto";
import type { Failure, InputOf } from "../../framework/api.ts";
import { hasUsableKey, readCertificate } from "../x509/certificate.ts";
import { brokenAt } from "../x509/chain.ts";
import { isEncryptedKey, readPrivateKey } from "../x509/private-key.ts";

/** What a certificate, its key and its chain say, once they were found to belong together. */
export interface Material {
  /** Epoch milliseconds at which the certificate stops being valid. */
  readonly expires: number;
}

/**
 * Reads what is uploaded, or tells why it is refused: certificate, then key, then chain. Where AWS's texts are known
 * they are AWS's.
 * @param now epoch milliseconds
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html#upload-server-certificate
 */
export function readMaterial(input: InputOf<"iam:UploadServerCertificate">, now: number): Material | Failure {
  const certificate = readCertificate(input.CertificateBody);
  if (certificate === undefined) {
    return malformed("Unable to parse certificate. Please ensure the certificate is in PEM format.");
  }
  return (
    certificateFailure(certificate, now) ??
    keyFailure(certificate, input.PrivateKey) ??
    chainFailure(certificate, input.CertificateChain) ?? { expires: certificate.validToDate.getTime() }
  );
}

function certificateFailure(certificate: X509Certificate, now: number): Failure | undefined {
  if (certificate.validToDate.getTime() <= now) {
    return malformed(
      "Certificate is no longer valid. The 'Not After' date restriction on the certificate has passed.",
    );
  }
  if (certificate.validFromDate.getTime() > now) return malformed("The certificate is not valid yet.");
  if (!hasUsableKey(certificate)) {
    return malformed("The certificate has a public key of an unsupported kind or size.");
  }
  return undefined;
}

function keyFailure(certificate: X509Certificate, text: string): Failure | undefined {
  if (isEncryptedKey(text)) {
    return malformed("The private key is encrypted. Please upload it without a password or passphrase.");
  }
  const key = readPrivateKey(text);
  if (key === undefined) {
    return malformed("Unable to parse private key. Please ensure the private key is in PEM format.");
  }
  if (certificate.checkPrivateKey(key)) return undefined;
  return {
    code: "KeyPairMismatch",
    message:
      "The private key did not match the public key provided. Please verify the key material and try again.",
  };
}

function chainFailure(certificate: X509Certificate, chain: string | undefined): Failure | undefined {
  const index = chain === undefined ? undefined : brokenAt(certificate, chain);
  if (index === undefined) return undefined;
  return malformed(
    `Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: ${index}`,
  );
}

function malformed(message: string): Failure {
  return { code: "MalformedCertificate", message };
}
