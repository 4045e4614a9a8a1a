/** What a service does that takes a token: RFC 7515 and RFC 7519 with Node's own means, and nothing of what signs here. */
import { createPublicKey, type JsonWebKey, verify } from "node:crypto";

export interface Token {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>> & {
    readonly iss: string;
    readonly sub: string;
    readonly iat: number;
    readonly exp: number;
    readonly jti: string;
    readonly "https://sts.amazonaws.com/": Readonly<Record<string, unknown>>;
  };
}

export interface Trusted {
  readonly issuer: string;
  readonly keys: readonly (JsonWebKey & { readonly kid?: string; readonly alg?: string })[];
  /** Left out: any. */
  readonly audience?: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const digests: Readonly<Record<string, string>> = { RS256: "sha256", ES384: "sha384" };

/** Throws where the token is not to be trusted; the message says why. */
export function verifyToken(token: string, { issuer, keys, audience, now }: Trusted): Token {
  const parts = token.split(".");
  const [header, claims] = parts.slice(0, 2).map((part) => JSON.parse(bytesOf(part).toString("utf8")));
  const key = keys.find(({ kid }) => kid === header.kid);
  if (parts.length !== 3 || key === undefined) throw new Error("no such key");
  const digest = digests[header.alg];
  if (digest === undefined || key.alg !== header.alg || header.typ !== "JWT") throw new Error("wrong header");
  const publicKey = { key: createPublicKey({ key, format: "jwk" }), dsaEncoding: "ieee-p1363" } as const;
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`);
  if (!verify(digest, signed, publicKey, bytesOf(parts[2] ?? ""))) throw new Error("wrong signature");
  if (claims.iss !== issuer) throw new Error("another issuer");
  if (audience !== undefined && ![claims.aud].flat().includes(audience)) throw new Error("another audience");
  if (now >= claims.exp * 1000) throw new Error("expired");
  return { header, claims };
}

function bytesOf(part: string): Buffer {
  const bytes = Buffer.from(part, "base64url");
  if (bytes.toString("base64url") !== part) throw new Error("not base64url");
  return bytes;
}
