import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createKeys,
  type DataKeyRow,
  type MasterKey,
  MasterKeyError,
  memoryMasterKey,
  newDataKey,
  open,
  openKeyRing,
  type Purpose,
  purposes,
  seal,
} from "@portcullis/keys";

const masterKey = memoryMasterKey();
const made = await createKeys(masterKey, "d1", 5);
const bytes = Buffer.from("seventeen secrets");

async function outcome(
  changed: Partial<{
    deploymentId: string;
    rows: readonly DataKeyRow[];
    keyCheck: Uint8Array;
    masterKey: MasterKey;
  }>,
): Promise<string> {
  const opened = await openKeyRing({ deploymentId: "d1", ...made, masterKey, ...changed });
  return opened.ok ? "opened" : opened.code;
}

function rowOf(purpose: Purpose): DataKeyRow {
  return made.rows.find((row) => row.purpose === purpose)!;
}

function changedRow(purpose: Purpose, change: Partial<DataKeyRow>): readonly DataKeyRow[] {
  return made.rows.map((row) => (row.purpose === purpose ? { ...row, ...change } : row));
}

describe("the keys of a new deployment", () => {
  it("are one of each purpose, active, each with its own number and wrapping", () => {
    assert.deepEqual(made.rows.map((row) => row.purpose).sort(), Object.keys(purposes).sort());
    assert.equal(new Set(made.rows.map((row) => row.number)).size, made.rows.length);
    assert.equal(
      new Set(made.rows.map((row) => Buffer.from(row.wrapped).toString("hex"))).size,
      made.rows.length,
    );
    assert.ok(made.rows.every((row) => row.active && row.created === 5));
  });

  it("open under the master key that made them", async () => {
    assert.equal(await outcome({}), "opened");
  });

  it("do not open under another master key, and the start is refused", async () => {
    const opened = await openKeyRing({ deploymentId: "d1", ...made, masterKey: memoryMasterKey() });
    assert.ok(!opened.ok);
    assert.equal(opened.code, "wrong-master-key");
    assert.match(opened.message, /master key is not the one/);
  });

  it("do not open when the check value was changed in any byte, cut or emptied", async () => {
    for (let at = 0; at < made.keyCheck.length; at++) {
      const keyCheck = Uint8Array.from(made.keyCheck);
      keyCheck[at]! ^= 1;
      assert.equal(await outcome({ keyCheck }), "wrong-master-key");
    }
    assert.equal(await outcome({ keyCheck: made.keyCheck.subarray(1) }), "wrong-master-key");
    assert.equal(await outcome({ keyCheck: new Uint8Array(0) }), "wrong-master-key");
  });

  it("do not open as another deployment's, though it has the same master key", async () => {
    assert.equal(await outcome({ deploymentId: "d2" }), "foreign-keys");
    const other = await createKeys(masterKey, "d2", 5);
    assert.equal(await outcome({ rows: other.rows }), "damaged-key");
    assert.equal(await outcome({ keyCheck: other.keyCheck }), "foreign-keys");
    assert.equal(await outcome({ keyCheck: rowOf("session").wrapped }), "foreign-keys");
  });

  it("do not open under another purpose or number than they were made for", async () => {
    const { wrapped } = rowOf("marker");
    assert.equal(await outcome({ rows: changedRow("session", { wrapped }) }), "damaged-key");
    assert.equal(await outcome({ rows: changedRow("session", { number: 99 }) }), "damaged-key");
    assert.equal(await outcome({ rows: changedRow("session", { wrapped: made.keyCheck }) }), "damaged-key");
  });

  it("do not open with two of one number, or without an active one of each purpose", async () => {
    assert.equal(await outcome({ rows: [...made.rows, rowOf("session")] }), "doubled-key");
    assert.equal(await outcome({ rows: changedRow("session", { active: false }) }), "missing-key");
    assert.equal(await outcome({ rows: made.rows.filter((row) => row.purpose !== "spool") }), "missing-key");
    assert.equal(await outcome({ rows: [] }), "missing-key");
  });

  it("open beside a key of a purpose that a newer version knows", async () => {
    const later = { ...rowOf("session"), purpose: "later", number: 50 };
    assert.equal(await outcome({ rows: [...made.rows, later] }), "opened");
  });

  it("are not called wrong when the holder of the master key cannot be asked", async () => {
    const away: MasterKey = {
      wrap: () => Promise.reject(new Error("away")),
      unwrap: () => Promise.reject(new Error("away")),
    };
    await assert.rejects(outcome({ masterKey: away }), /away/);
  });
});

describe("a second key of a purpose", () => {
  it("seals from now on, and the first still opens what it sealed", async () => {
    const before = await openKeyRing({ deploymentId: "d1", ...made, masterKey });
    assert.ok(before.ok);
    const old = seal(before.ring, "session", "r", ["s"], bytes);
    const next = await newDataKey(masterKey, {
      deploymentId: "d1",
      purpose: "session",
      number: 20,
      created: 9,
    });
    for (const active of [true, false]) {
      const rows = [next, ...changedRow("session", { active })];
      const after = await openKeyRing({ deploymentId: "d1", rows, keyCheck: made.keyCheck, masterKey });
      assert.ok(after.ok);
      assert.deepEqual(open(after.ring, "session", "r", ["s"], old), bytes);
      const fresh = seal(after.ring, "session", "r", ["s"], bytes);
      assert.deepEqual(open(after.ring, "session", "r", ["s"], fresh), bytes);
      assert.equal(open(before.ring, "session", "r", ["s"], fresh), undefined);
    }
  });
});

describe("a master key", () => {
  it("unwraps only what it wrapped itself, unchanged", async () => {
    const wrapped = await masterKey.wrap(bytes);
    assert.deepEqual(Buffer.from(await masterKey.unwrap(wrapped)), bytes);
    await assert.rejects(memoryMasterKey().unwrap(wrapped), MasterKeyError);
    for (let bit = 0; bit < wrapped.length * 8; bit++) {
      const flipped = Uint8Array.from(wrapped);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      await assert.rejects(masterKey.unwrap(flipped), MasterKeyError);
    }
    for (let length = 0; length < wrapped.length; length++) {
      await assert.rejects(masterKey.unwrap(wrapped.subarray(0, length)), MasterKeyError);
    }
  });
});
