import { type DerValue, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, valuesIn } from "./der.ts";

/** How the bytes of a private key are written. */
export type KeyForm = "pkcs1" | "pkcs8" | "sec1";

/** Object identifiers, in hexadecimal digits. */
const RSA = "2a864886f70d010101";
const ELLIPTIC_CURVE = "2a8648ce3d0201";

/** `parameters [0]` of a key that is written as SEC 1 has it. */
const PARAMETERS = 0xa0;

/**
 * Whether these are the bytes of an RSA key, or of one on a curve that they name. Looked at before OpenSSL reads them:
 * it works out the public half of DSA and Diffie-Hellman keys, in a group of any size, which takes minutes; and a curve
 * that is spelled out is nobody's.
 * Source: RFC 5958, section 2; RFC 8017, appendix A.1.2; RFC 5915, section 3
 */
export function isRsaOrNamedCurve(form: KeyForm, der: Buffer): boolean {
  const [key, ...behind] = valuesIn(der) ?? [];
  const parts = key?.tag === SEQUENCE && behind.length === 0 ? valuesIn(key.content) : undefined;
  if (parts === undefined) return false;
  switch (form) {
    case "pkcs1":
      return true;
    case "sec1":
      return parts.every(({ tag, content }) => tag !== PARAMETERS || isName(valuesIn(content)?.[0]));
    case "pkcs8": {
      const [, algorithm, secret] = parts;
      if (algorithm?.tag !== SEQUENCE || secret?.tag !== OCTET_STRING) return false;
      const [name, parameters] = valuesIn(algorithm.content) ?? [];
      if (!isName(name)) return false;
      const kind = name?.content.toString("hex");
      if (kind === RSA) return isRsaOrNamedCurve("pkcs1", secret.content);
      return kind === ELLIPTIC_CURVE && isName(parameters) && isRsaOrNamedCurve("sec1", secret.content);
    }
  }
}

function isName(value: DerValue | undefined): boolean {
  return value?.tag === OBJECT_IDENTIFIER;
}
