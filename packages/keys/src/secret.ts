import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from "node:crypto";
import { inspect } from "node:util";

declare const opaque: unique symbol;

/**
 * Bytes that nobody prints by accident: in a text, in JSON, in a log and in an error's details it reads `[secret]`,
 * and a structured clone of it is empty. Only `revealBytes` and `revealText` give what it holds.
 */
export interface Secret {
  readonly [opaque]: true;
  toString(): string;
  toJSON(): string;
}

const shown = (): string => "[secret]";
const look: object = Object.freeze({
  toString: shown,
  toJSON: shown,
  [Symbol.toPrimitive]: shown,
  [inspect.custom]: shown,
});

/** What each secret holds. Not a property, so that nothing that walks properties finds it. */
const held = new WeakMap<Secret, Buffer>();

/** A secret of these bytes, which are copied: the caller may overwrite its own. */
export function secretOfBytes(bytes: Uint8Array): Secret {
  // Not Buffer.from: its small buffers are slices of a pool that other code can reach.
  const copy = Buffer.alloc(bytes.length);
  copy.set(bytes);
  const secret: Secret = Object.freeze(Object.create(look));
  held.set(secret, copy);
  return secret;
}

/** A secret of the UTF-8 bytes of `text`. */
export function secretOfText(text: string): Secret {
  return secretOfBytes(new TextEncoder().encode(text));
}

/** The bytes themselves, not a copy; whoever asks keeps them out of texts. */
export function revealBytes(secret: Secret): Uint8Array {
  const bytes = held.get(secret);
  if (bytes === undefined) throw new TypeError("not a secret");
  return bytes;
}

export function revealText(secret: Secret): string {
  return (revealBytes(secret) as Buffer).toString("utf8");
}

/** Whether two secrets are equal, in a time that tells nothing of where they differ or of their lengths. */
export function sameSecret(a: Secret, b: Secret): boolean {
  return sameBytes(revealBytes(a), revealBytes(b));
}

const comparison = createSecretKey(randomBytes(32));

/** As `sameSecret`, of bytes: tokens, codes, signatures. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** Equal in length whatever was given, and under a key of this process, so that no prefix can be aimed at. */
function digest(bytes: Uint8Array): Buffer {
  return createHmac("sha256", comparison).update(bytes).digest();
}
