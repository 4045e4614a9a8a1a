import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import fc from "fast-check";
import { accountOfAccessKeyId, newAccessKeyId } from "../src/access-key-id.ts";

/** The published decoding, by another way: 80 bits, of which the 40 after the first are the account. */
function decodedElsewhere(id: string): string {
  let bits = 0n;
  for (const digit of id.slice(4))
    bits = bits * 32n + BigInt("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(digit));
  return String(((bits >> 32n) & 0x7fffffffff80n) >> 7n).padStart(12, "0");
}

const accounts = fc.integer({ min: 0, max: 999_999_999_999 }).map((n) => String(n).padStart(12, "0"));
const prefix = fc.constantFrom("AKIA" as const, "ASIA" as const);

describe("access key ids", () => {
  it("spell the accounts of the published examples", () => {
    assert.equal(accountOfAccessKeyId("ASIAY34FZKBOKMUTVV7A"), "609629065308");
    assert.equal(accountOfAccessKeyId("ASIAQNZGKIQY56JQ7WML"), "029608264753");
  });

  it("spell the account they were made for, as every reader of AWS's form reads it", () => {
    fc.assert(
      fc.property(prefix, accounts, (kind, account) => {
        const id = newAccessKeyId(kind, account, randomBytes);
        assert.match(id, /^A[KS]IA[A-Z2-7]{16}$/);
        assert.equal(id.slice(0, 4), kind);
        assert.equal(accountOfAccessKeyId(id), account);
        assert.equal(decodedElsewhere(id), account);
      }),
    );
  });

  it("use every random digit: all-zero and all-one draws differ in the last seven and in the ninth", () => {
    const zeros = newAccessKeyId("AKIA", "123456789012", (length) => new Uint8Array(length));
    const ones = newAccessKeyId("AKIA", "123456789012", (length) => new Uint8Array(length).fill(255));
    assert.equal(zeros.slice(0, 12), ones.slice(0, 12));
    assert.equal(zeros.slice(13), "AAAAAAA");
    assert.equal(ones.slice(13), "7777777");
    assert.notEqual(zeros.charAt(12), ones.charAt(12));
  });

  it("of before 2019 spell no account", () => {
    assert.equal(accountOfAccessKeyId("AKIAIOSFODNN7EXAMPLE"), undefined);
  });

  it("that spell a number of more than twelve digits spell no account", () => {
    assert.equal(accountOfAccessKeyId("AKIA7777777777777777"), undefined);
  });

  it("of any other form spell no account", () => {
    const others = [
      "",
      "AKIA",
      "LKIAQNZGKIQY56JQ7WML",
      "ABIAQNZGKIQY56JQ7WML",
      "akiaqnzgkiqy56jq7wml",
      "ASIAQNZGKIQY56JQ7WM",
      "ASIAQNZGKIQY56JQ7WMLA",
      "ASIAQNZGKIQY56JQ7WM\n",
      "ASIAQNZGKIQY56JQ7WM1",
      "ASIAQNZGKIQY56JQ7WM=",
      "ASIAQNZGKIQY56JQ7WMſ",
    ];
    for (const id of others) assert.equal(accountOfAccessKeyId(id), undefined, id);
  });

  it("are not made for what is no account number", () => {
    for (const account of ["", "1234", "12345678901a", "1234567890123"]) {
      assert.throws(() => newAccessKeyId("AKIA", account, randomBytes), RangeError);
    }
  });
});
