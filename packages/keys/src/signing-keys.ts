import { boundedMap } from "./bounded-map.ts";
import type { HmacKey } from "./hmac-key.ts";

/** What a signing key of Signature Version 4 is derived for, besides the secret. */
export interface SigningScope {
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export interface SigningKey {
  readonly key: HmacKey;
  /** Say that a signature made with this key was found right: from now on it is remembered. */
  proved(): void;
}

export interface SigningKeys {
  readonly size: number;
  /**
   * The key of a credential for a scope: remembered, or derived now and forgotten unless it is `proved`.
   * @param credential the immutable value that holds the secret (an access key's entity, an opened session). A changed
   *   credential is another value, so a key never outlives the secret that it came from
   * @param derive gives undefined where the secret cannot be opened
   */
  of(credential: object, scope: SigningScope, derive: () => HmacKey | undefined): SigningKey | undefined;
}

const nothing = (): void => undefined;

/**
 * Remembers derived signing keys, at most `limit` of them, the latest used.
 *
 * INVARIANT: nothing that a caller chose (date, region, service) is remembered before a signature was proved with it.
 */
export function signingKeys(limit: number): SigningKeys {
  const kept = boundedMap<string, HmacKey>(limit);
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const numberOf = (credential: object): number => {
    const known = numbers.get(credential);
    if (known !== undefined) return known;
    numbers.set(credential, ++last);
    return last;
  };
  return {
    get size() {
      return kept.size;
    },
    of(credential, scope, derive) {
      const known = numbers.get(credential);
      const remembered = known === undefined ? undefined : kept.get(nameOf(known, scope));
      if (remembered !== undefined) return { key: remembered, proved: nothing };
      const key = derive();
      if (key === undefined) return undefined;
      return { key, proved: () => kept.set(nameOf(numberOf(credential), scope), key) };
    },
  };
}

/** The parts cannot hold the separator: a header has no control characters. */
function nameOf(credential: number, scope: SigningScope): string {
  return `${credential}\n${scope.date}\n${scope.region}\n${scope.service}`;
}
