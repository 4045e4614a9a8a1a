import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { newTotpSeed, revealText, secretOfText, stepOf, totpCode, totpSteps } from "@portcullis/keys";

/** The seed of RFC 6238's examples, "12345678901234567890", in base 32. */
const seed = secretOfText("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

describe("a time-based one-time password", () => {
  it("is that of RFC 6238's examples, in six digits", () => {
    for (const [seconds, code] of [
      [59, "287082"],
      [1111111109, "081804"],
      [1111111111, "050471"],
      [1234567890, "005924"],
      [2000000000, "279037"],
      [20000000000, "353130"],
    ] as const) {
      assert.equal(totpCode(seed, stepOf(seconds * 1000)), code);
    }
  });

  it("is found at its steps within a range, and nowhere else", () => {
    const step = stepOf(1111111109_000);
    assert.deepEqual(totpSteps(seed, "081804", { from: step - 2, to: step + 2 }), [step]);
    assert.deepEqual(totpSteps(seed, "081804", { from: step, to: step }), [step]);
    assert.deepEqual(totpSteps(seed, "081804", { from: step + 1, to: step + 2 }), []);
    for (const code of ["81804", "0818040", "", "０８１８０４"]) {
      assert.deepEqual(totpSteps(seed, code, { from: step - 2, to: step + 2 }), []);
    }
  });

  it("has no steps before the first one", () => {
    assert.deepEqual(totpSteps(seed, totpCode(seed, 0), { from: -3, to: 0 }), [0]);
  });
});

describe("a seed", () => {
  it("is 320 random bits in base 32", () => {
    const seeds = Array.from({ length: 50 }, () => newTotpSeed(randomBytes));
    for (const each of seeds) assert.match(each, /^[A-Z2-7]{64}$/);
    assert.equal(new Set(seeds).size, seeds.length);
    assert.equal(
      newTotpSeed(() => new Uint8Array(64).fill(255)),
      "7".repeat(64),
    );
  });

  it("is taken bit by bit: another digit anywhere gives other codes", () => {
    const codes = (text: string) => [0, 1, 2, 3].map((step) => totpCode(secretOfText(text), step)).join(" ");
    const text = revealText(seed);
    const all = [...text].map((digit, at) =>
      codes(text.slice(0, at) + (digit === "A" ? "B" : "A") + text.slice(at + 1)),
    );
    assert.equal(new Set([codes(text), ...all]).size, text.length + 1);
  });
});
