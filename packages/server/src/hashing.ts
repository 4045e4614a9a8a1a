import { hash, timingSafeEqual } from "node:crypto";
import { HmacKey } from "@portcullis/keys";
import type { Hashing } from "@portcullis/wire";

const encoder = new TextEncoder();

/** Node's cryptography for `wire`. */
export const hashing: Hashing<HmacKey> = {
  sha256Hex: (bytes) => hash("sha256", Buffer.from(bytes, "latin1"), "hex"),
  // A Buffer would be a piece of the memory that all small ones share, and leave the secret there.
  key: (text) => HmacKey.of(encoder.encode(text)),
  hmacKey: (key, text) => key.derive(text),
  hmacHex: (key, text) => key.hex(text),
  equal: (a, b) => timingSafeEqual(Buffer.from(a, "latin1"), Buffer.from(b, "latin1")),
};
