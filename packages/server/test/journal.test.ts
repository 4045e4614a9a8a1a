import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createKeys, type KeyRing, memoryMasterKey, openKeyRing } from "@portcullis/keys";
import { type EventRow, openMemory } from "@portcullis/storage";
import { openJournal } from "../src/journal/journal.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-journal-"));
const storage = await openMemory();
after(async () => {
  await storage.close();
  rmSync(folder, { recursive: true });
});

async function newRing(): Promise<KeyRing> {
  const masterKey = memoryMasterKey();
  const deploymentId = "deployment";
  const opened = await openKeyRing({
    masterKey,
    deploymentId,
    ...(await createKeys(masterKey, deploymentId, 0)),
  });
  if (!opened.ok) throw new Error(opened.message);
  return opened.ring;
}
const ring = await newRing();

let files = 0;
const newPath = () => join(folder, `journal-${++files}`);

function eventOf(realm: string, sequence: number, record = `{"n":${sequence}}`): EventRow {
  return {
    realm,
    writer: realm,
    sequence,
    id: `${realm}-${sequence}`,
    time: 1_800_000_000_000 + sequence,
    name: "GetSessionToken",
    source: "sts.amazonaws.com",
    readOnly: true,
    userName: undefined,
    accessKeyId: "AKIAEXAMPLE",
    resources: [],
    record,
  };
}

async function stored(realm: string): Promise<readonly EventRow[]> {
  return storage.findEvents({ realm, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1000 });
}

test("what a node that ended left in its journal reaches the database from the next one, each event once", async () => {
  const path = newPath();
  const events = Array.from({ length: 150 }, (_, at) => eventOf("account/1", at));
  const first = await openJournal(path, () => ring);
  await Promise.all(events.map((event) => first.append([event])));
  await first.close();
  await storage.appendEvents(events.slice(0, 3));

  const second = await openJournal(path, () => ring);
  assert.ok(second.size() > 0);
  await second.drain(storage);
  assert.equal(second.size(), 0);
  assert.equal(statSync(path).size, 0);
  assert.deepEqual([...(await stored("account/1"))].reverse(), events);
  await second.append([eventOf("account/1", 500)]);
  await second.drain(storage);
  assert.equal((await stored("account/1")).length, 151);
  await second.close();
});

test("a line that a crash cut short is taken away, and those before and after it are kept", async () => {
  const path = newPath();
  const journal = await openJournal(path, () => ring);
  await journal.append([eventOf("account/2", 1)]);
  await journal.close();
  appendFileSync(path, readFileSync(path, "latin1").slice(0, 80));
  const again = await openJournal(path, () => ring);
  await again.append([eventOf("account/2", 2)]);
  assert.equal(await again.drain(storage), 0);
  assert.equal((await stored("account/2")).length, 2);
  await again.close();
});

test("where the database does not take them, the events stay", async () => {
  const journal = await openJournal(newPath(), () => ring);
  await journal.append([eventOf("account/3", 1)]);
  const away = { appendEvents: () => Promise.reject(new Error("no database")) };
  await assert.rejects(journal.drain(away), { name: "StorageError", kind: "away" });
  assert.ok(journal.size() > 0);
  await journal.drain(storage);
  assert.equal((await stored("account/3")).length, 1);
  await journal.close();
});

test("the file shows nothing of the events, to nobody else, and opens with no other deployment's keys", async () => {
  const path = newPath();
  const journal = await openJournal(path, () => ring);
  await journal.append([eventOf("account/4", 1, '{"secret":"canary"}')]);
  await journal.close();
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const content = readFileSync(path, "latin1");
  for (const part of ["canary", "AKIAEXAMPLE", Buffer.from("canary").toString("base64")]) {
    assert.ok(!content.includes(part), part);
  }
  const others = await newRing();
  const other = await openJournal(path, () => others);
  await other.append([eventOf("account/5", 1)]);
  assert.equal(await other.drain(storage), 1);
  assert.equal(other.size(), 0);
  assert.deepEqual([(await stored("account/4")).length, (await stored("account/5")).length], [0, 1]);
  await other.close();
  const again = await openJournal(`${path}.unopened`, () => ring);
  assert.equal(await again.drain(storage), 0);
  assert.equal((await stored("account/4")).length, 1);
  assert.equal(statSync(`${path}.unopened`).mode & 0o777, 0o600);
  await again.close();
});

test("a full spool fits into the journal when a node stops, whatever its records hold", async () => {
  const journal = await openJournal(newPath(), () => ring);
  const record = () => JSON.stringify({ noise: randomBytes(1000).toString("base64") });
  const events = Array.from({ length: 50_000 }, (_, at) => eventOf("account/6", at, record()));
  await journal.keep(events);
  let given = 0;
  await journal.drain({
    async appendEvents(rows) {
      given += rows.length;
    },
  });
  assert.equal(given, events.length);
  await journal.close();
});

test("a link in the journal's place is not followed", async () => {
  const path = newPath();
  symlinkSync(join(folder, "elsewhere"), path);
  await assert.rejects(
    openJournal(path, () => ring),
    { code: "ELOOP" },
  );
});
