import type { X509Certificate } from "node:crypto";
import { certificateOf, hasUsableKey } from "./certificate.ts";
import { readPem } from "./pem.ts";

/** Certificates of a chain: each one costs a signature to check, and no authority has as many above a site. */
const LONGEST = 10;

/**
 * Where a chain breaks: undefined where each certificate signed the one before it, the first one `leaf`; -1 where the
 * first did not, or the text is no chain; else the place of the certificate that did not.
 */
export function brokenAt(leaf: X509Certificate, chain: string): number | undefined {
  const blocks = readPem(chain, LONGEST);
  if (blocks === undefined) return -1;
  let signed = leaf;
  for (const [at, block] of blocks.entries()) {
    const signer = certificateOf(block);
    if (signer === undefined || !isSignedBy(signed, signer)) return at === 0 ? -1 : at;
    signed = signer;
  }
  return undefined;
}

function isSignedBy(certificate: X509Certificate, signer: X509Certificate): boolean {
  if (!signer.ca || !hasUsableKey(signer) || !certificate.checkIssued(signer)) return false;
  return certificate.verify(signer.publicKey);
}
