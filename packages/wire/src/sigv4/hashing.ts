import { encodeBase64 } from "../base64.ts";

/**
 * The cryptography that verification needs, handed in: this package does none itself.
 * `Key` is whatever the platform holds HMAC keys in.
 */
export interface Hashing<Key> {
  /** Lower-case hex SHA-256 of a byte string (one code unit a byte, all at most 0xff). */
  readonly sha256Hex: (bytes: string) => string;
  /** An HMAC key of the UTF-8 bytes of `text`. */
  readonly key: (text: string) => Key;
  /** HMAC-SHA256 of an ASCII text, as a key for the next step. */
  readonly hmacKey: (key: Key, text: string) => Key;
  /** HMAC-SHA256 of an ASCII text in lower-case hex. */
  readonly hmacHex: (key: Key, text: string) => string;
  /** Constant-time comparison of two strings of equal length. */
  readonly equal: (a: string, b: string) => boolean;
}

/** A SHA-256 in base64, as AWS prints one in place of a text that it will not repeat. */
export function printableHash(hashing: Pick<Hashing<unknown>, "sha256Hex">, bytes: string): string {
  const hex = hashing.sha256Hex(bytes);
  return encodeBase64(
    Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)),
  );
}
