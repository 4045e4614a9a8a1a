import { hash, timingSafeEqual } from "node:crypto";
import { HmacKey } from "@portcullis/keys";
import type { Hashing } from "@portcullis/wire";

/** Node's cryptography for `wire`. */
export const hashing: Hashing<HmacKey> = {
  sha256Hex: (bytes) => hash("sha256", Buffer.from(bytes, "latin1"), "hex"),
  key: (text) => HmacKey.of(Buffer.from(text)),
  hmacKey: (key, text) => key.derive(text),
  hmacHex: (key, text) => key.hex(text),
  equal: (a, b) => timingSafeEqual(Buffer.from(a, "latin1"), Buffer.from(b, "latin1")),
};
