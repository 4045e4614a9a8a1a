import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createKeys,
  type DataKeyRow,
  issueSession,
  type KeyRing,
  keyLife,
  type MasterKey,
  memoryMasterKey,
  newDataKeys,
  open,
  openedSessions,
  openKeyRing,
  openMarker,
  revealText,
  rewrapKeys,
  seal,
  sealMarker,
  severalMasterKeys,
} from "@portcullis/keys";
import { issued, roleSession } from "./fixtures.ts";

const masterKey = memoryMasterKey();
const made = await createKeys(masterKey, "d1", 0);
const coming = (await newDataKeys(masterKey, "d1", 8, 1)).map((row) => ({ ...row, active: false }));
const both = [...made.rows, ...coming];
const turned = both.map((row) => ({ ...row, active: true }));
const retired = both.map((row) =>
  row.number < 8 ? { ...row, active: false, retired: 5 } : { ...row, active: true },
);
const place = { account: "609629065308", principal: "AIDA1", operation: "iam:ListUsers", filter: "" };

async function ringOf(rows: readonly DataKeyRow[] = made.rows, by: MasterKey = masterKey): Promise<KeyRing> {
  const opened = await openKeyRing({ deploymentId: "d1", keyCheck: made.keyCheck, rows, masterKey: by });
  assert.ok(opened.ok);
  return opened.ring;
}

function counted(): { readonly masterKey: MasterKey; readonly unwrapped: () => number } {
  let count = 0;
  const unwrap: MasterKey["unwrap"] = (wrapped) => {
    count++;
    return masterKey.unwrap(wrapped);
  };
  return { masterKey: { ...masterKey, unwrap }, unwrapped: () => count };
}

describe("the life of a data key", () => {
  it("is to come, to seal, to leave and to be retired", () => {
    const lives = (rows: readonly DataKeyRow[]) => [
      ...new Set(rows.map((row) => `${row.number < 8 ? "old" : "new"} ${keyLife(row, rows)}`)),
    ];
    assert.deepEqual(lives(made.rows), ["old sealing"]);
    assert.deepEqual(lives(both), ["old sealing", "new coming"]);
    assert.deepEqual(lives(turned), ["old leaving", "new sealing"]);
    assert.deepEqual(lives(retired), ["old retired", "new sealing"]);
  });
});

describe("a ring that is renewed while it is used", () => {
  it("is seen by everything that holds it: sessions and markers sealed before and after open", async () => {
    const [first, second] = await Promise.all([ringOf(), ringOf()]);
    const sessions = openedSessions(first, 10);
    const tokens: string[] = [];
    const markers: string[] = [];
    for (const rows of [made.rows, both, turned, retired]) {
      assert.equal(await first.renew(rows), undefined);
      const made = issueSession(first, roleSession);
      assert.ok(made.ok);
      tokens.push(revealText(made.credentials.sessionToken));
      markers.push(sealMarker(first, place, "last", issued));
      await second.renew(rows);
      for (const token of tokens) {
        assert.ok(sessions.open(token, roleSession.accessKeyId));
        assert.ok(openedSessions(second, 1).open(token, roleSession.accessKeyId));
      }
      for (const marker of markers) assert.equal(openMarker(second, place, marker, issued), "last");
    }
  });

  it("knows a coming key before it seals, so that a ring that is one step behind opens everything", async () => {
    const [ahead, behind] = await Promise.all([ringOf(), ringOf()]);
    const steps = [made.rows, both, turned, retired];
    for (const [at, rows] of steps.entries()) {
      await ahead.renew(rows);
      const sealed = seal(ahead, "session", "r", ["s"], Buffer.from("bytes"));
      assert.ok(open(behind, "session", "r", ["s"], sealed), `step ${at}`);
      const back = seal(behind, "session", "r", ["s"], Buffer.from("bytes"));
      assert.ok(open(ahead, "session", "r", ["s"], back), `step ${at}`);
      await behind.renew(rows);
    }
  });

  it("asks the master key for what it has not seen, and for nothing else", async () => {
    const { masterKey: asked, unwrapped } = counted();
    const ring = await ringOf(made.rows, asked);
    const before = unwrapped();
    await ring.renew(made.rows.map((row) => ({ ...row, wrapped: Uint8Array.from(row.wrapped) })));
    assert.equal(unwrapped(), before);
    await ring.renew(both);
    assert.equal(unwrapped(), before + coming.length);
    const next = severalMasterKeys(memoryMasterKey(), [asked]);
    const { rows } = await rewrapKeys(next, { rows: both, keyCheck: made.keyCheck });
    assert.equal((await ring.renew(rows))?.code, "damaged-key");
  });

  it("forgets what is dropped", async () => {
    const ring = await ringOf(retired);
    const old = seal(await ringOf(), "marker", "r", ["s"], Buffer.from("bytes"));
    assert.ok(open(ring, "marker", "r", ["s"], old));
    await ring.renew(retired.filter((row) => row.number >= 8));
    assert.equal(open(ring, "marker", "r", ["s"], old), undefined);
  });

  it("stays whole what it was where one row does not open", async () => {
    const ring = await ringOf();
    const sealed = seal(ring, "session", "r", ["s"], Buffer.from("bytes"));
    const [row, ...rest] = turned;
    const wrong: readonly (readonly [readonly DataKeyRow[], string])[] = [
      [[{ ...row!, wrapped: rest[0]!.wrapped }, ...rest], "damaged-key"],
      [[{ ...row!, purpose: "session" }, ...rest], "damaged-key"],
      [[row!, ...turned], "doubled-key"],
      [[], "missing-key"],
      [retired.filter(({ number }) => number < 8), "missing-key"],
    ];
    for (const [rows, code] of wrong) {
      assert.equal((await ring.renew(rows))?.code, code);
      assert.equal(
        ring.sealing.get("session")?.number,
        made.rows.find((each) => each.purpose === "session")?.number,
      );
      assert.ok(open(ring, "session", "r", ["s"], sealed));
    }
  });
});
