import { type KeyObject, X509Certificate } from "node:crypto";
import { type PemBlock, readPem } from "./pem.ts";

/** The one certificate of a PEM text; undefined: the text is anything else, or more. */
export function readCertificate(text: string): X509Certificate | undefined {
  const [block, ...more] = readPem(text, 2) ?? [];
  return block === undefined || more.length > 0 ? undefined : certificateOf(block);
}

/** undefined: the block holds no certificate, something behind it, or one whose times are none. */
export function certificateOf({ label, der }: PemBlock): X509Certificate | undefined {
  if (label !== "CERTIFICATE") return undefined;
  try {
    const certificate = new X509Certificate(der);
    return validityOf(certificate) !== undefined && certificate.raw.equals(der) ? certificate : undefined;
  } catch {
    return undefined;
  }
}

/**
 * When a certificate is valid, epoch milliseconds; undefined: one of its times is none. The texts are read, because of a
 * time that OpenSSL cannot read Node makes a Date of whatever memory holds.
 */
export function validityOf({
  validFrom,
  validTo,
}: X509Certificate): { readonly from: number; readonly until: number } | undefined {
  const [from, until] = [Date.parse(validFrom), Date.parse(validTo)];
  return Number.isNaN(from + until) ? undefined : { from, until };
}

/** Bits of RSA keys; the greatest public exponent in use is 65,537, and long ones are slow to check with. */
const rsa = { shortest: 1024, longest: 4096, exponent: 0xffff_ffffn } as const;
const curves: ReadonlySet<string | undefined> = new Set(["prime256v1", "secp384r1", "secp521r1"]);

/**
 * Whether a certificate has a key of a kind that services take, RSA or a curve of NIST's.
 * Source: https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html
 */
export function hasUsableKey(certificate: X509Certificate): boolean {
  let key: KeyObject;
  try {
    key = certificate.publicKey;
  } catch {
    return false;
  }
  const { modulusLength = 0, publicExponent = 0n, namedCurve } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case "rsa":
      return modulusLength >= rsa.shortest && modulusLength <= rsa.longest && publicExponent <= rsa.exponent;
    case "ec":
      return curves.has(namedCurve);
    default:
      return false;
  }
}
