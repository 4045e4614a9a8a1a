import { base32Digits } from "./access-key-id.ts";

/**
 * What the unique id of each kind of thing begins with.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
 */
const prefixes = {
  user: "AIDA",
  role: "AROA",
  group: "AGPA",
  "instance-profile": "AIPA",
  policy: "ANPA",
  "policy-version": "ANVA",
  "server-certificate": "ASCA",
  "public-key": "APKA",
  "service-specific-credential": "ACCA",
  // Not on that page; the URLs at which AWS takes encrypted assertions show the first one.
  "saml-provider": "SAMLSP",
  "saml-key": "SAMLPK",
} as const;

export type UniqueIdKind = keyof typeof prefixes;

/**
 * A unique id: 21 characters, 85 bits of them random, so that it is never used again: something made under the name
 * of something deleted is not taken for it.
 * @param random gives as many random bytes as it is asked for
 */
export function newUniqueId(kind: UniqueIdKind, random: (length: number) => Uint8Array): string {
  return prefixes[kind] + base32Digits(random(17));
}

/**
 * The id of a signing certificate, which follows from the certificate: 32 characters, 160 bits.
 * @param sha256 of the certificate's DER
 */
export function certificateId(sha256: Uint8Array): string {
  return base32Digits(sha256);
}
