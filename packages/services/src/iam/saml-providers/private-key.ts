import { readPrivateKey } from "../x509/private-key.ts";

/**
 * Bits of an RSA key: fewer protect nothing, more cost each sign-in too much. A certificate may have more, since to
 * verify costs far less than to decrypt.
 */
const BITS = { least: 1024, most: 8192 } as const;

/** The first block of a text: tools write remarks around it. */
const BLOCK = /-----BEGIN [A-Z ]+-----[^-]*-----END [A-Z ]+-----/;

/** A private key as it is sealed: PKCS #8 in PEM, and nothing else that stood beside it. undefined: it is none for RSA. */
export function samlPrivateKey(pem: string): string | undefined {
  const key = readPrivateKey(BLOCK.exec(pem)?.[0] ?? "");
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key?.asymmetricKeyType !== "rsa" || bits < BITS.least || bits > BITS.most) return undefined;
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
