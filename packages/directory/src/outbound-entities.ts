/** Entities of outbound identity federation; see `entities.ts`. */

/**
 * Who the tokens of an account say that they are from, when they go to other services; one an account, in the
 * installation's realm. Its id is a UUID that nobody guesses.
 */
export interface OutboundIssuer {
  readonly kind: "outbound-issuer";
  readonly id: string;
  /** The number of the account. */
  readonly account: string;
  readonly created: number;
  /** The `iss` of the tokens, below which their keys are published. */
  readonly url: string;
  /** Since when no token is issued; undefined: tokens are. */
  readonly disabled?: number;
}

/** A key that signs such tokens, in the installation's realm. Its id is the thumbprint of its public half, of RFC 7638. */
export interface OutboundKey {
  readonly kind: "outbound-key";
  readonly id: string;
  /** Id of the issuer. */
  readonly issuer: string;
  readonly algorithm: "RS256" | "ES384";
  readonly created: number;
  /** From this instant on it signs, in place of the one before it; until then it is only published. */
  readonly signsFrom: number;
  /** What RFC 7518 has of the public half: `kty` and the numbers. */
  readonly publicKey: Readonly<Record<string, string>>;
  /** PKCS #8 in PEM, sealed (base-64) for `outboundSecretOf` in the installation's realm. */
  readonly secret: string;
}

/** What the private half of a key is sealed for, whoever seals or opens it. */
export function outboundSecretOf(id: string) {
  return { kind: "outbound-key", id, field: "secret" } as const satisfies {
    readonly kind: OutboundKey["kind"];
    readonly id: string;
    readonly field: keyof OutboundKey;
  };
}
