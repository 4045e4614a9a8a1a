import { createPrivateKey, type KeyObject } from "node:crypto";

/** Bits of an RSA key: fewer protect nothing, more cost each sign-in too much. */
const BITS = { least: 1024, most: 8192 } as const;

/** A private key as it is sealed: PKCS #8 in PEM, and nothing else that stood beside it. undefined: it is none for RSA. */
export function readPrivateKey(pem: string): string | undefined {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: "pem" });
  } catch {
    // What is no PEM, cut short, or encrypted.
    return undefined;
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa" || bits < BITS.least || bits > BITS.most) return undefined;
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
