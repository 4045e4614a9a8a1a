import { X509Certificate } from "node:crypto";
import { hasRepeatedExtension } from "./certificate-extensions.ts";

/** Bits of an RSA key. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html */
const LEAST_RSA = 1024;
/**
 * No certificate comes near it, and a longer key would cost whoever verifies with it. It is more than `x509/` takes,
 * whose bounds are those of certificates that services present.
 */
const MOST_RSA = 16_384;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Whether the text of an X509Certificate element is a certificate that may verify signatures. When it expires does not
 * matter: as AWS, and as the interoperability profile of SAML metadata says, it is but a container of a key.
 */
export function mayVerifyAssertions(text: string): boolean {
  const packed = text.replace(/[ \t\r\n]+/g, "");
  if (packed.length % 4 !== 0 || !BASE64.test(packed)) return false;
  const der = Buffer.from(packed, "base64");
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(der);
  } catch {
    return false;
  }
  // What stands behind the certificate, or is spelled in another way, is not what was read.
  if (!certificate.raw.equals(der) || hasRepeatedExtension(der)) return false;
  return isUsableKey(certificate);
}

function isUsableKey(certificate: X509Certificate): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    if (asymmetricKeyType === "ec") return true;
    const bits = asymmetricKeyDetails?.modulusLength ?? 0;
    return asymmetricKeyType === "rsa" && bits >= LEAST_RSA && bits <= MOST_RSA;
  } catch {
    return false;
  }
}
