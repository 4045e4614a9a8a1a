import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  accountOfExchangeToken,
  memoryMasterKey,
  openExchangeToken,
  sealExchangeToken,
} from "@portcullis/keys";
import fc from "fast-check";
import { anyText, newRing } from "./fixtures.ts";

const masterKey = memoryMasterKey();
const ring = await newRing("d1", masterKey);
const otherRing = await newRing("d2", masterKey);

const partner = "111122223333";
const token = { owner: "123456789012", request: "7b7dc6a3-1d4e-4f00-8f2c-1a2b3c4d5e6f", expires: 5 };
const text = sealExchangeToken(ring, partner, token);

describe("an exchange token", () => {
  it("says for its partner what was sealed, and to anybody which account it speaks of", () => {
    assert.deepEqual(openExchangeToken(ring, partner, text), token);
    assert.equal(accountOfExchangeToken(text), token.owner);
    assert.match(text, /^[\w.-]{60,200}$/);
  });

  it("attack: opens for no other partner and in no other deployment", () => {
    assert.equal(openExchangeToken(ring, token.owner, text), undefined);
    assert.equal(openExchangeToken(otherRing, partner, text), undefined);
  });

  it("attack: opens no more when a character of it was changed", () => {
    for (let at = 0; at < text.length; at++) {
      const changed = text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
      assert.equal(openExchangeToken(ring, partner, changed), undefined, `at ${at}`);
    }
  });

  it("attack: any other text is none, and no error", () => {
    fc.assert(
      fc.property(anyText, (any) => {
        assert.equal(openExchangeToken(ring, partner, any), undefined);
        accountOfExchangeToken(any);
      }),
    );
    assert.equal(accountOfExchangeToken(`${text}${"x".repeat(600)}`), undefined);
  });
});
