import { createHash, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

/** RSASSA-PKCS1-v1_5 with SHA-256, and ECDSA on P-384 with SHA-384 (RFC 7518). */
export type TokenAlgorithm = "RS256" | "ES384";

export interface NewOutboundKey {
  readonly algorithm: TokenAlgorithm;
  /** The thumbprint of the public half (RFC 7638): no two keys have the same. */
  readonly id: string;
  /** As a JSON Web Key has it: `kty` and the numbers. */
  readonly publicKey: Readonly<Record<string, string>>;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
}

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const generate = promisify(generateKeyPair);

const made: Readonly<Record<TokenAlgorithm, () => Promise<Pair>>> = {
  RS256: () => generate("rsa", { modulusLength: 2048 }),
  ES384: () => generate("ec", { namedCurve: "P-384" }),
};

export const tokenAlgorithms = Object.keys(made) as readonly TokenAlgorithm[];

/** A new key for tokens that other services verify; made in Node's pool of threads, RSA in some tenths of a second. */
export async function newOutboundKey(algorithm: TokenAlgorithm): Promise<NewOutboundKey> {
  const { publicKey, privateKey } = await made[algorithm]();
  const jwk = publicKey.export({ format: "jwk" }) as Readonly<Record<string, string>>;
  return {
    algorithm,
    id: thumbprint(jwk),
    publicKey: jwk,
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

/** Of the members that make a key, in the order of their names. Source: https://www.rfc-editor.org/rfc/rfc7638 */
export function thumbprint(jwk: Readonly<Record<string, string>>): string {
  const members = Object.entries(jwk).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify(Object.fromEntries(members)))
    .digest("base64url");
}
