import assert from "node:assert/strict";
import crypto, { randomBytes } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { describe, it } from "node:test";
import { format, inspect } from "node:util";
import { serialize } from "node:v8";
import {
  newSecretAccessKey,
  revealBytes,
  revealText,
  sameBytes,
  sameSecret,
  secretOfBytes,
  secretOfText,
} from "@portcullis/keys";
import fc from "fast-check";

const text = "wJalrXUtnFEMIK7MDENGbPxRfiCYCANARYKEYxxx";

describe("a secret", () => {
  it("reads [secret] wherever a text is made of it", () => {
    const secret = secretOfText(text);
    assert.equal(`${secret}`, "[secret]");
    assert.equal(String(secret), "[secret]");
    assert.equal(JSON.stringify({ secret }), '{"secret":"[secret]"}');
    assert.equal(inspect(secret), "[secret]");
    assert.equal(format("%s %o %j", secret, secret, secret).includes(text), false);
  });

  it("shows nothing to whoever walks its properties, clones it or puts it into an error", () => {
    const secret = secretOfText(text);
    const bytes = Buffer.from(text).toString("hex");
    const views = [
      inspect(secret, { showHidden: true, depth: Infinity, customInspect: false, getters: true }),
      inspect({ deep: [new Map([[secret, secret]])] }, { depth: Infinity, showHidden: true }),
      inspect(new Error("failed", { cause: secret })),
      JSON.stringify({ ...secret }),
      Reflect.ownKeys(secret).join(),
      serialize({ ...secret }).toString("hex"),
    ];
    for (const view of views) {
      assert.ok(!view.includes(text));
      assert.ok(!view.includes(bytes));
    }
    // The functions of its prototype do not come along: what arrives is an empty object.
    assert.deepEqual(structuredClone(secret), {});
  });

  it("gives what it holds to whoever asks by name", () => {
    assert.equal(revealText(secretOfText(text)), text);
    assert.deepEqual(Buffer.from(revealBytes(secretOfBytes(Buffer.of(0, 255)))), Buffer.of(0, 255));
  });

  it("does not change when the bytes it was made of are overwritten", () => {
    const bytes = Buffer.from(text);
    const secret = secretOfBytes(bytes);
    bytes.fill(0);
    assert.equal(revealText(secret), text);
  });

  it("is not to be reached through the memory of other buffers", () => {
    const { buffer } = revealBytes(secretOfText(text));
    assert.equal(buffer.byteLength, text.length);
  });

  it("cannot be made by hand", () => {
    const forged = Object.create(Object.getPrototypeOf(secretOfText(text)));
    assert.throws(() => revealBytes(forged), TypeError);
  });

  it("is compared by its bytes, of whatever length", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        assert.equal(sameBytes(a, b), Buffer.from(a).equals(b));
        assert.ok(sameSecret(secretOfBytes(a), secretOfBytes(a)));
      }),
    );
    assert.equal(sameSecret(secretOfText("a"), secretOfText("ab")), false);
  });

  it("is compared in constant time, on digests of one length", (t) => {
    const spy = t.mock.method(crypto, "timingSafeEqual");
    syncBuiltinESMExports();
    try {
      assert.equal(sameSecret(secretOfText(text), secretOfText(`${text}x`)), false);
      assert.equal(sameSecret(secretOfText(text), secretOfText(text)), true);
    } finally {
      spy.mock.restore();
      syncBuiltinESMExports();
    }
    assert.equal(spy.mock.callCount(), 2);
    for (const call of spy.mock.calls) assert.equal((call.arguments[0] as Uint8Array).byteLength, 32);
  });
});

describe("a secret access key", () => {
  it("has 40 characters of AWS's alphabet, all of them random", () => {
    const made = new Set(Array.from({ length: 200 }, () => newSecretAccessKey(randomBytes)));
    assert.equal(made.size, 200);
    for (const key of made) assert.match(key, /^[A-Za-z0-9+/]{40}$/);
    assert.equal(
      newSecretAccessKey((length) => new Uint8Array(length).fill(255)),
      "/".repeat(40),
    );
  });

  it("is not made of fewer bytes than it needs", () => {
    assert.throws(() => newSecretAccessKey(() => new Uint8Array(29)), RangeError);
  });
});
