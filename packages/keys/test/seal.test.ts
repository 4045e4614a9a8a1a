import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type KeyRing,
  memoryMasterKey,
  open,
  openField,
  type Purpose,
  purposes,
  revealText,
  seal,
  sealField,
  secretOfText,
} from "@portcullis/keys";
import fc from "fast-check";
import { newRing } from "./fixtures.ts";

const masterKey = memoryMasterKey();
const ring = await newRing("d1", masterKey);
/** Another deployment with the same master key, and a copy of the keys under another deployment's name. */
const otherRing = await newRing("d2", masterKey);
const renamed: KeyRing = { ...ring, deploymentId: "d2" };

interface Place {
  readonly ring: KeyRing;
  readonly purpose: Purpose;
  readonly realm: string;
  readonly subject: readonly string[];
}

// Few names, so that generated places are often equal but for one part, or for where one part ends.
const word = fc.constantFrom(
  "",
  "a",
  "b",
  "ab",
  "user",
  "access-key",
  "secret",
  "\u0000",
  "é",
  "e\u0301",
  "😀",
);
const place: fc.Arbitrary<Place> = fc.record({
  ring: fc.constantFrom(ring, otherRing, renamed),
  purpose: fc.constantFrom(...(Object.keys(purposes) as Purpose[])),
  realm: fc.constantFrom("installation", "account/111111111111", "account/222222222222", "account/1", ""),
  subject: fc.array(word, { maxLength: 4 }),
});
const content = fc.uint8Array({ maxLength: 80 });

function same(a: Place, b: Place): boolean {
  return (
    a.ring === b.ring &&
    a.purpose === b.purpose &&
    a.realm === b.realm &&
    JSON.stringify(a.subject) === JSON.stringify(b.subject)
  );
}
const sealAt = (at: Place, bytes: Uint8Array) => seal(at.ring, at.purpose, at.realm, at.subject, bytes);
const openAt = (at: Place, sealed: Uint8Array) => open(at.ring, at.purpose, at.realm, at.subject, sealed);

describe("a sealed value", () => {
  it("opens where it was sealed", () => {
    fc.assert(
      fc.property(place, content, (at, bytes) => {
        assert.deepEqual(Uint8Array.from(openAt(at, sealAt(at, bytes))!), bytes);
      }),
    );
  });

  it("moved to any other row, field, realm, purpose or deployment does not open", () => {
    fc.assert(
      fc.property(place, place, content, (from, to, bytes) => {
        fc.pre(!same(from, to));
        assert.equal(openAt(to, sealAt(from, bytes)), undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it("moved by one part of its place does not open", () => {
    const from: Place = {
      ring,
      purpose: "at-rest",
      realm: "account/1",
      subject: ["access-key", "AKIA1", "secret"],
    };
    const moves: readonly Partial<Place>[] = [
      { ring: otherRing },
      { ring: renamed },
      { purpose: "session" },
      { realm: "account/2" },
      { subject: ["user", "AKIA1", "secret"] },
      { subject: ["access-key", "AKIA2", "secret"] },
      { subject: ["access-key", "AKIA1", "seed"] },
      { subject: ["access-key", "AKIA1"] },
      { subject: ["access-key", "AKIA1", "secret", ""] },
      { subject: ["access-key", "AKIA1secret", ""] },
      { subject: ["access-keyAKIA1", "secret"] },
      { realm: "account/1access-key", subject: ["AKIA1", "secret"] },
    ];
    const sealed = sealAt(from, Buffer.from("secret"));
    for (const move of moves)
      assert.equal(openAt({ ...from, ...move }, sealed), undefined, JSON.stringify(move.subject));
    assert.ok(openAt(from, sealed));
  });

  it("attack: a name that imitates the bytes between two parts is not taken for two parts", () => {
    for (const between of ["\0\0\0\0", "\0\0\0\u0001", "\0", "/", ":", ","]) {
      const sealed = seal(ring, "at-rest", "r", [`a${between}`, "b"], Buffer.alloc(1));
      for (const other of [["a", `${between}b`], [`a${between}b`], ["a", "b"], ["a", "", "b"]]) {
        assert.equal(open(ring, "at-rest", "r", other, sealed), undefined, JSON.stringify(other));
      }
    }
  });

  it("does not open with any one bit flipped", () => {
    const sealed = seal(ring, "at-rest", "r", ["a"], Buffer.from("forty characters of secret, more or less"));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Uint8Array.from(sealed);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      assert.equal(open(ring, "at-rest", "r", ["a"], flipped), undefined, `bit ${bit}`);
    }
  });

  it("does not open cut, extended or with its parts exchanged for another's", () => {
    const one = seal(ring, "at-rest", "r", ["a"], Buffer.alloc(40, 1));
    const two = seal(ring, "at-rest", "r", ["a"], Buffer.alloc(40, 2));
    for (let length = 0; length < one.length; length++) {
      assert.equal(open(ring, "at-rest", "r", ["a"], one.subarray(0, length)), undefined);
      const mixed = Buffer.concat([one.subarray(0, length), two.subarray(length)]);
      const opened = open(ring, "at-rest", "r", ["a"], mixed);
      // Up to the salt the two are the same.
      assert.deepEqual(opened, length <= 5 ? Buffer.alloc(40, 2) : undefined);
    }
    assert.equal(open(ring, "at-rest", "r", ["a"], Buffer.concat([one, Buffer.of(0)])), undefined);
  });

  it("does not open as any other bytes, and nothing throws", () => {
    fc.assert(
      fc.property(
        place,
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 0, max: 9 }),
        (at, bytes, number) => {
          assert.equal(openAt(at, bytes), undefined);
          assert.equal(openAt(at, Buffer.concat([Buffer.of(1, 0, 0, 0, number), bytes])), undefined);
        },
      ),
    );
  });

  it("tells nothing of its content but the length", () => {
    const secret = Buffer.from("the quick brown fox jumps over the dog");
    const one = seal(ring, "at-rest", "r", ["a"], secret);
    const two = seal(ring, "at-rest", "r", ["a"], secret);
    assert.notDeepEqual(one.subarray(5), two.subarray(5));
    assert.ok(!Buffer.from(one).includes("quick"));
    assert.equal(one.length, secret.length + 37);
  });

  it("is not sealed for a place whose name could be another's: text that is no Unicode", () => {
    assert.throws(() => seal(ring, "at-rest", "r", ["\ud800"], Buffer.alloc(1)), TypeError);
    assert.throws(() => seal(ring, "at-rest", "\udc00", [], Buffer.alloc(1)), TypeError);
    const replaced = seal(ring, "at-rest", "r", ["\ufffd"], Buffer.alloc(1));
    assert.equal(open(ring, "at-rest", "r", ["\ud800"], replaced), undefined);
  });
});

describe("a sealed field", () => {
  const at = { realm: "account/111111111111", kind: "access-key", id: "AKIA1", field: "secret" };
  const secret = secretOfText("wJalrXUtnFEMI");

  it("opens in its own row and field, and in no other", () => {
    const text = sealField(ring, at, secret);
    assert.equal(revealText(openField(ring, at, text)!), "wJalrXUtnFEMI");
    for (const move of [{ realm: "account/2" }, { kind: "user" }, { id: "AKIA2" }, { field: "seed" }]) {
      assert.equal(openField(ring, { ...at, ...move }, text), undefined);
    }
    assert.equal(openField(otherRing, at, text), undefined);
  });

  it("opens in its one spelling only", () => {
    const text = sealField(ring, at, secret);
    for (const other of [
      `${text}=`,
      ` ${text}`,
      `${text}\n`,
      text.replace(/=+$/, ""),
      text.slice(4),
      "",
      "💥",
    ]) {
      if (other !== text) assert.equal(openField(ring, at, other), undefined);
    }
  });
});
