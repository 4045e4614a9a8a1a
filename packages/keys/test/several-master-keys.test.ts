import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createKeys,
  type MasterKey,
  MasterKeyError,
  MasterKeyUnavailable,
  memoryMasterKey,
  open,
  openKeyRing,
  rewrapKeys,
  seal,
  severalMasterKeys,
  wrappedByFirst,
} from "@portcullis/keys";

const [old, next, other] = [memoryMasterKey(), memoryMasterKey(), memoryMasterKey()];
const away: MasterKey = {
  wrap: () => Promise.reject(new MasterKeyUnavailable("It is away.")),
  unwrap: () => Promise.reject(new MasterKeyUnavailable("It is away.")),
};
const plain = Buffer.from("data key");
const made = await createKeys(old, "d1", 0);

async function outcome(masterKey: MasterKey, kept = made): Promise<string> {
  const opened = await openKeyRing({ deploymentId: "d1", ...kept, masterKey });
  return opened.ok ? "opened" : opened.code;
}

describe("several master keys", () => {
  it("wrap with the first and open what any of them wrapped", async () => {
    const both = severalMasterKeys(next, [old]);
    const wrapped = await both.wrap(plain);
    assert.deepEqual(Buffer.from(await next.unwrap(wrapped)), plain);
    await assert.rejects(old.unwrap(wrapped), MasterKeyError);
    assert.deepEqual(Buffer.from(await both.unwrap(await old.wrap(plain))), plain);
    await assert.rejects(both.unwrap(await other.wrap(plain)), MasterKeyError);
  });

  it("open a deployment where any of them fits, in any order, and none where none does", async () => {
    assert.equal(await outcome(severalMasterKeys(next, [old])), "opened");
    assert.equal(await outcome(severalMasterKeys(old, [next])), "opened");
    assert.equal(await outcome(severalMasterKeys(next, [other])), "wrong-master-key");
  });

  it("go on where one cannot be asked, and say that it could not where none of the others fits", async () => {
    assert.equal(await outcome(severalMasterKeys(away, [old])), "opened");
    for (const masterKey of [severalMasterKeys(away, [next]), severalMasterKeys(next, [away])]) {
      await assert.rejects(outcome(masterKey), MasterKeyUnavailable);
    }
  });
});

describe("wrapping anew", () => {
  it("takes every key and the check value to the first master key, and what was sealed still opens", async () => {
    const later = { ...made.rows[0]!, number: 99, purpose: "of a newer version" };
    const before = { ...made, rows: [...made.rows, later] };
    const both = severalMasterKeys(next, [old]);
    assert.equal(await wrappedByFirst(both, made.keyCheck), false);
    const after = await rewrapKeys(both, before);
    assert.equal(await wrappedByFirst(both, after.keyCheck), true);
    assert.deepEqual(
      after.rows.map(({ wrapped, ...row }) => row),
      before.rows.map(({ wrapped, ...row }) => row),
    );
    for (const row of after.rows) assert.ok((await next.unwrap(row.wrapped)).length > 32);
    assert.equal(await outcome(next, after), "opened");
    assert.equal(await outcome(old, after), "wrong-master-key");
    const [from, to] = await Promise.all([
      openKeyRing({ deploymentId: "d1", ...before, masterKey: old }),
      openKeyRing({ deploymentId: "d1", ...after, masterKey: next }),
    ]);
    assert.ok(from.ok && to.ok);
    const sealed = seal(from.ring, "at-rest", "r", ["s"], plain);
    assert.deepEqual(open(to.ring, "at-rest", "r", ["s"], sealed), plain);
  });

  it("gives nothing where a key does not open, or where the first does not authenticate", async () => {
    const [row, ...rows] = made.rows;
    const damaged = { ...made, rows: [{ ...row!, wrapped: row!.wrapped.subarray(1) }, ...rows] };
    await assert.rejects(rewrapKeys(severalMasterKeys(next, [old]), damaged), MasterKeyError);
    await assert.rejects(rewrapKeys(severalMasterKeys(away, [old]), made), MasterKeyUnavailable);
    const clear: MasterKey = { wrap: async (bytes) => bytes, unwrap: async (bytes) => bytes };
    await assert.rejects(rewrapKeys(severalMasterKeys(clear, [old]), made), MasterKeyUnavailable);
  });
});
