import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Hashing } from "@portcullis/wire";

/** Node's cryptography for `wire`. Keys are KeyObjects: an HMAC with a Buffer for a key costs several times more. */
export const hashing: Hashing<KeyObject> = {
  sha256Hex: (bytes) => hash("sha256", Buffer.from(bytes, "latin1"), "hex"),
  key: (text) => createSecretKey(text, "utf8"),
  hmacKey: (key, text) => createSecretKey(createHmac("sha256", key).update(text).digest()),
  hmacHex: (key, text) => createHmac("sha256", key).update(text).digest("hex"),
  equal: (a, b) => timingSafeEqual(Buffer.from(a, "latin1"), Buffer.from(b, "latin1")),
};
