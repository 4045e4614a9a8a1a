/** Backups as the server makes them: one at a time, whole or not at all, in a place of its own. */
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { createKeys, type KeyRing, memoryMasterKey, openKeyRing } from "@portcullis/keys";
import { type DumpPart, type EventRow, type KeyRow, StorageError } from "@portcullis/storage";
import { type BackupsOptions, backupsOf } from "../src/backup/backups.ts";

const place = mkdtempSync(join(tmpdir(), "portcullis-backups-"));
after(() => rmSync(place, { recursive: true }));

let ring: KeyRing;
let keys: readonly KeyRow[];
let deployment: DumpPart;
before(async () => {
  const masterKey = memoryMasterKey();
  const { rows, keyCheck } = await createKeys(masterKey, "d-1", 1);
  const opened = await openKeyRing({ deploymentId: "d-1", keyCheck, rows, masterKey });
  assert.ok(opened.ok);
  ring = opened.ring;
  keys = rows;
  const row = { id: "d-1", incarnation: "i", partition: "aws", keyCheck, format: 1 };
  deployment = { table: "deployment", rows: [row] };
});

let folders = 0;
function newFolder(): string {
  folders += 1;
  return join(place, `backups-${folders}`);
}

const asker = { account: "111122223333", principal: "arn:aws:iam::111122223333:user/Ann", requestId: "r-1" };

type OfSpool = Partial<BackupsOptions["spool"]>;

/** Backups of what `dump` gives, in a folder, as Ann asks for them. */
function backupsIn(folder: string, dump: () => AsyncGenerator<DumpPart>, ofSpool: OfSpool = {}) {
  const spool = { flush: async () => undefined, durable: async () => undefined, ...ofSpool };
  const numbering = { writer: "w-1", nextSequence: () => 7 };
  const backups = backupsOf({ folder, storage: { dump }, spool, numbering, ring, version: "1.2.3" });
  return { create: () => backups.create(asker) };
}

async function* whole(): AsyncGenerator<DumpPart> {
  yield deployment;
  yield { table: "key", rows: keys };
  yield { table: "realm", rows: [{ realm: "installation", revision: 3, changeId: "c" }] };
}

test("a second backup is refused while one is made, and the next one is not", async () => {
  const folder = newFolder();
  const gate = Promise.withResolvers<void>();
  const backups = backupsIn(folder, async function* () {
    await gate.promise;
    yield* whole();
  });
  const first = backups.create();
  assert.deepEqual(await backups.create(), {
    refused: "in-progress",
    message: "Another backup is being made.",
  });
  gate.resolve();
  const made = await first;
  assert.ok(!("refused" in made));
  assert.deepEqual([made.realms, made.revisions, made.deploymentId], [1, 3, "d-1"]);
  assert.deepEqual(readdirSync(folder), [made.path.slice(folder.length + 1)]);
  assert.ok(!("refused" in (await backups.create())));
});

test("a backup that cannot be finished says why in one sentence, and leaves no file", async () => {
  const failures: readonly (readonly [fail: () => AsyncGenerator<DumpPart>, message: string])[] = [
    [
      async function* () {
        yield deployment;
        throw new StorageError("away", "the disk has no space for a copy of the database");
      },
      "The backup was not made: the disk has no space for a copy of the database.",
    ],
    [
      // The key that seals is not among those that were dumped: no restore could open the seal.
      async function* () {
        yield deployment;
        yield { table: "key", rows: keys.filter(({ purpose }) => purpose !== "at-rest") };
      },
      "The backup was not made: the keys were rotated meanwhile.",
    ],
  ];
  for (const [dump, message] of failures) {
    const folder = newFolder();
    const backups = backupsIn(folder, dump);
    assert.deepEqual(await backups.create(), { refused: "failed", message });
    assert.deepEqual(readdirSync(folder), []);
    assert.deepEqual(await backups.create(), { refused: "failed", message });
  }
});

test("a backup waits for the events of what was answered before, and is not made without them", async () => {
  const away = new StorageError("away", "the disk failed");
  const backups = backupsIn(newFolder(), whole, { flush: () => Promise.reject(away) });
  const refused = await backups.create();
  assert.deepEqual(refused, { refused: "failed", message: "The backup was not made: the disk failed." });
});

test("an event names a backup, its sum and who asked for it, before the backup is there", async () => {
  const folder = newFolder();
  const kept: EventRow[] = [];
  const backups = backupsIn(folder, whole, {
    async durable(events) {
      kept.push(...events);
      assert.deepEqual(
        readdirSync(folder).filter((name) => !name.startsWith(".")),
        [],
      );
    },
  });
  const made = await backups.create();
  assert.ok(!("refused" in made));
  const [event] = kept;
  assert.deepEqual([event?.name, event?.realm, kept.length], ["WriteBackup", `account/${asker.account}`, 1]);
  assert.deepEqual(JSON.parse(event?.record ?? "").serviceEventDetails, {
    file: basename(made.path),
    size: made.size,
    sha256: made.sha256,
    principal: asker.principal,
    requestId: asker.requestId,
  });
});

test("a backup whose event is not on disk, or may not be, is none: no file of it is left", async () => {
  for (const kind of ["away", "unknown"] as const) {
    const folder = newFolder();
    const lost = new StorageError(kind, "the database takes no events");
    const backups = backupsIn(folder, whole, { durable: () => Promise.reject(lost) });
    const message = "The backup was not made: the database takes no events.";
    assert.deepEqual(await backups.create(), { refused: "failed", message });
    assert.deepEqual(readdirSync(folder), []);
  }
});

test("a file that a killed process left is removed at the next backup, and no other", async () => {
  const folder = newFolder();
  mkdirSync(folder, { mode: 0o700 });
  for (const name of [".portcullis-20261101T000000000Z-d-1.jsonl.gz.new", ".keep", "notes.new"]) {
    writeFileSync(join(folder, name), "");
  }
  assert.ok(!("refused" in (await backupsIn(folder, whole).create())));
  const left = readdirSync(folder).filter((name) => !name.startsWith("portcullis-"));
  assert.deepEqual(left.sort(), [".keep", "notes.new"]);
});

test("a folder that others can reach, a link and a file are refused", async () => {
  const open = newFolder();
  mkdirSync(open);
  chmodSync(open, 0o755);
  const link = newFolder();
  symlinkSync(place, link);
  const file = newFolder();
  writeFileSync(file, "");
  for (const [folder, words] of [
    [open, /can be reached by other users \(mode 0755\)/],
    [link, /is not a directory/],
    [file, /cannot be used \(EEXIST\)|is not a directory/],
  ] as const) {
    const refused = await backupsIn(folder, whole).create();
    assert.ok("refused" in refused && refused.refused === "failed");
    assert.match(refused.message, words);
  }
  assert.ok(!existsSync(join(open, "portcullis")));
});
