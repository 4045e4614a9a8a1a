import { createPrivateKey, type KeyObject } from "node:crypto";
import { readPem } from "./pem.ts";
import { isRsaOrNamedCurve, type KeyForm } from "./private-key-kind.ts";

/** What stands between the dashes, and how the bytes are then written. */
const forms: ReadonlyMap<string, KeyForm> = new Map([
  ["RSA PRIVATE KEY", "pkcs1"],
  ["EC PRIVATE KEY", "sec1"],
  ["PRIVATE KEY", "pkcs8"],
]);

/** The RSA or EC private key of a PEM text; undefined: the text is anything else, or the key is encrypted. */
export function readPrivateKey(text: string): KeyObject | undefined {
  // OpenSSL writes the curve in a block of its own, before the key that names it again.
  const [block, ...more] = (readPem(text, 2) ?? []).filter(({ label }) => label !== "EC PARAMETERS");
  const type = block === undefined ? undefined : forms.get(block.label);
  if (block === undefined || type === undefined || more.length > 0) return undefined;
  if (!isRsaOrNamedCurve(type, block.der)) return undefined;
  try {
    return createPrivateKey({ key: block.der, format: "der", type });
  } catch {
    return undefined;
  }
}

/** Whether a text holds a key that opens by a pass phrase only. */
export function isEncryptedKey(text: string): boolean {
  return text.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----") || text.includes("Proc-Type: 4,ENCRYPTED");
}
