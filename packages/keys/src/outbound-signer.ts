import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { boundedMap } from "./bounded-map.ts";
import { type NewOutboundKey, newOutboundKey, type TokenAlgorithm, tokenAlgorithms } from "./outbound-key.ts";
import { placesFor } from "./places.ts";

/** What makes and uses the keys of tokens that other services verify, beside the event loop. */
export interface OutboundSigner {
  /** One new key for each algorithm. `busy`: too many are being made. */
  makeKeys(account: string): Promise<readonly NewOutboundKey[] | "busy">;
  /**
   * The signature of a text, in base64url. `busy`: too many are being made.
   * @param key its private half, sealed: what it is remembered under, so that one that is sealed anew is opened anew
   * @param open gives PKCS #8 in PEM
   */
  sign(
    account: string,
    key: { readonly algorithm: TokenAlgorithm; readonly sealed: string; readonly open: () => string },
    text: string,
  ): Promise<string | "busy">;
}

/**
 * Two keys take two of Node's four threads for some tenths of a second; a signature takes one for a millisecond. One
 * account leaves most of the places to the others.
 */
const places = {
  making: () => placesFor(1, 2),
  signing: () => placesFor(16, 64),
};

/** Opened keys that are remembered, some KiB each. */
const OPENED = 256;

const digests: Readonly<Record<TokenAlgorithm, string>> = { RS256: "sha256", ES384: "sha384" };
const signAside = promisify(sign);

export function outboundSigner(): OutboundSigner {
  const making = places.making();
  const signing = places.signing();
  const opened = boundedMap<string, KeyObject>(OPENED);

  function keyOf(sealed: string, open: () => string): KeyObject {
    const known = opened.get(sealed);
    if (known !== undefined) return known;
    const key = createPrivateKey(open());
    opened.set(sealed, key);
    return key;
  }

  return {
    makeKeys: (account) => making.within(account, () => Promise.all(tokenAlgorithms.map(newOutboundKey))),
    sign: (account, { algorithm, sealed, open }, text) =>
      signing.within(account, async () => {
        // RFC 7518 wants the two numbers of an ECDSA signature side by side, not in DER. RSA has no such form.
        const key = { key: keyOf(sealed, open), dsaEncoding: "ieee-p1363" } as const;
        const signature = await signAside(digests[algorithm], Buffer.from(text), key);
        return signature.toString("base64url");
      }),
  };
}
