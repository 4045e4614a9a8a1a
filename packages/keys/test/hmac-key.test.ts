import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { HmacKey } from "@portcullis/keys";
import fc from "fast-check";

const bytes = fc.uint8Array({ maxLength: 200 });
const text = fc.oneof(
  fc.string({ maxLength: 100, unit: "binary" }),
  fc.string({ minLength: 300, maxLength: 700, unit: "binary" }),
);
const nodes = (key: Uint8Array, of: string) => createHmac("sha256", key).update(of);

describe("a key of HMAC-SHA256", () => {
  it("gives what Node's own gives, for keys and texts of every length", () => {
    fc.assert(
      fc.property(bytes, text, (key, of) => {
        assert.equal(HmacKey.of(key).hex(of), nodes(key, of).digest("hex"));
      }),
    );
  });

  it("gives keys that give what Node's own give", () => {
    fc.assert(
      fc.property(bytes, text, text, (key, first, second) => {
        const derived = HmacKey.of(key).derive(first);
        assert.equal(derived.hex(second), nodes(nodes(key, first).digest(), second).digest("hex"));
      }),
    );
  });

  it("gives at the edges of a block and of what is kept for texts what Node's own gives", () => {
    for (const length of [0, 63, 64, 65]) {
      for (const characters of [0, 1, 55, 341, 342, 1023, 1024, 5000]) {
        const key = new Uint8Array(length).fill(7);
        const of = "\u20ac".repeat(characters);
        assert.equal(HmacKey.of(key).hex(of), nodes(key, of).digest("hex"));
      }
    }
  });

  it("is not changed by what is done to the bytes that it was made of, and shows nothing", () => {
    const secret = Buffer.from("a very secret key");
    const key = HmacKey.of(secret);
    const before = key.hex("text");
    secret.fill(0);
    assert.equal(key.hex("text"), before);
    const views = [inspect(key, { showHidden: true }), JSON.parse(JSON.stringify(key)), `${key}`];
    assert.deepEqual(views, ["[secret]", "[secret]", "[secret]"]);
    assert.equal(inspect(key, { showHidden: true, customInspect: false }), "HmacKey {}");
    assert.deepEqual(structuredClone({ key }), { key: {} });
  });
});
