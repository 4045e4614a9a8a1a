import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { createFaults, openMemory, openSqlite } from "../src/index.ts";
import { allEvents, commitOf, entityIds, event, newRealm, user, write } from "./samples.ts";

const folder = await mkdtemp(join(tmpdir(), "storage-"));
after(() => rm(folder, { recursive: true }));

let made = 0;
function newPath(): string {
  made += 1;
  return join(folder, `place-${made}`, "data.db");
}

test("the directory and every file in it are the owner's alone, whatever the umask", async () => {
  const umask = process.umask(0);
  const path = newPath();
  const storage = await openSqlite({ path, reserveBytes: 4096 }).finally(() => process.umask(umask));
  await storage.putLocator("alias", "a", "account/1");
  assert.equal(statSync(join(path, "..")).mode & 0o777, 0o700);
  for (const file of [path, `${path}-wal`, `${path}-reserve`])
    assert.equal(statSync(file).mode & 0o777, 0o600, file);
  await storage.close();
});

test("a tool writing beside the running server is refused with one sentence", async () => {
  const path = newPath();
  const storage = await openSqlite({ path, reserveBytes: 0 });
  const message = `The database ${path} is in use by another process: stop that one first.`;
  await assert.rejects(openSqlite({ path, reserveBytes: 0 }), { name: "OpenError", code: "in-use", message });

  const script = `const { DatabaseSync } = require("node:sqlite");
    try { new DatabaseSync(process.argv[1]).exec("DELETE FROM realm"); } catch (e) { process.exit(e.errcode); }`;
  const tool = spawn(process.execPath, ["--no-warnings", "-e", script, path], { stdio: "inherit" });
  const [code] = await new Promise<[number | null]>((resolve) =>
    tool.once("exit", (exit) => resolve([exit])),
  );
  assert.equal(code, 5, "SQLITE_BUSY");
  await storage.close();
});

test("a file that others could read is refused", async () => {
  const path = newPath();
  await (await openSqlite({ path, reserveBytes: 0 })).close();
  chmodSync(path, 0o640);
  await assert.rejects(openSqlite({ path, reserveBytes: 0 }), { code: "readable-by-others" });
});

test("a newer format is refused and left as it is", async () => {
  const path = newPath();
  await (await openSqlite({ path, reserveBytes: 0 })).close();
  const db = new DatabaseSync(path);
  db.exec("PRAGMA user_version = 99");
  db.close();
  await assert.rejects(openSqlite({ path, reserveBytes: 0 }), (error: Error & { code: string }) => {
    assert.equal(error.code, "newer-format");
    assert.match(error.message, /^The database has format 99 and this version reads up to \d+: start/);
    return true;
  });
});

test("a file from before keys were retired gets its column, and its keys stay what they were", async () => {
  const path = newPath();
  await (await openSqlite({ path, reserveBytes: 0 })).close();
  const db = new DatabaseSync(path);
  db.exec(`
    DROP TABLE event_run;
    DROP TABLE event_value;
    CREATE TABLE event_value (part TEXT) STRICT;
    CREATE TABLE event_indexed (block INTEGER NOT NULL) STRICT;
    ALTER TABLE key DROP COLUMN retired;
    INSERT INTO key VALUES (1, 'session', x'07', 5, 1);
    PRAGMA user_version = 1;
  `);
  db.close();
  const storage = await openSqlite({ path, reserveBytes: 0 });
  assert.deepEqual(await storage.keys(), [
    {
      number: 1,
      purpose: "session",
      wrapped: new Uint8Array([7]),
      created: 5,
      active: true,
      retired: undefined,
    },
  ]);
  await storage.close();
});

test("files of other programs are refused and left as they are", async () => {
  const foreign = newPath();
  await (await openSqlite({ path: foreign, reserveBytes: 0 })).close();
  const db = new DatabaseSync(foreign);
  db.exec("PRAGMA application_id = 7; CREATE TABLE theirs (x)");
  db.close();
  await assert.rejects(openSqlite({ path: foreign, reserveBytes: 0 }), { code: "not-ours" });

  const text = join(folder, "notes.txt");
  writeFileSync(text, "not a database, but long enough to be taken for one by its size".repeat(100), {
    mode: 0o600,
  });
  const before = statSync(text);
  await assert.rejects(openSqlite({ path: text, reserveBytes: 0 }), { code: "not-ours" });
  assert.equal(statSync(text).mtimeMs, before.mtimeMs);
});

test("a place that cannot be made is refused with its reason", async () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  await assert.rejects(openSqlite({ path: join(file, "data.db") }), { code: "cannot-open" });
});

test("on a full disk the operator can still act, and ordinary changes wait until space is kept back again", async () => {
  const path = newPath();
  const faults = createFaults();
  const storage = await openSqlite({ path, faults, reserveBytes: 64 << 10 });
  const realm = newRealm();
  await storage.commit(commitOf({ writes: [write(realm, 1)] }));
  assert.equal(statSync(`${path}-reserve`).size, 64 << 10);

  faults.begin("full-disk");
  await assert.rejects(storage.commit(commitOf({ writes: [write(realm, 2)] })), { kind: "away" });
  assert.ok(existsSync(`${path}-reserve`), "ordinary changes cannot touch it");
  const revoke = commitOf({
    writes: [write(realm, 2, [user("revoked")])],
    events: [event(realm)],
    urgent: true,
  });
  await storage.commit(revoke);
  assert.ok(!existsSync(`${path}-reserve`));
  await storage.appendEvents([event(realm)], { urgent: true });
  assert.equal(await storage.purgeEvents(1, 10), 0);
  await assert.rejects(storage.commit(commitOf({ writes: [write(realm, 3)] })), {
    kind: "away",
    message: /only the operator's changes/,
  });
  assert.deepEqual(await entityIds(storage, realm), ["revoked"]);

  faults.end();
  await storage.commit(commitOf({ writes: [write(realm, 3)] }));
  assert.equal(statSync(`${path}-reserve`).size, 64 << 10);
  await storage.close();
});

test("what comes after closing is refused, and closing twice does no harm", async () => {
  const storage = await openSqlite({ path: newPath(), reserveBytes: 0 });
  const realm = newRealm();
  const last = storage.commit(commitOf({ writes: [write(realm, 1)] }));
  const closing = storage.close();
  await assert.rejects(storage.loadRealm(realm), { name: "StorageError", kind: "away" });
  await Promise.all([last, closing, storage.close()]);
});

test("a storage in memory goes back to nothing, again and again", async () => {
  const storage = await openMemory();
  const realm = newRealm();
  for (let round = 0; round < 3; round += 1) {
    await storage.commit(commitOf({ writes: [write(realm, 1, [user("ann")])], events: [event(realm)] }));
    await storage.wipe();
    assert.equal(await storage.loadRealm(realm), undefined);
    assert.deepEqual(await allEvents(storage, realm), []);
  }
  await storage.close();
});

test("purging events leaves nothing of them behind", async () => {
  const path = newPath();
  const storage = await openSqlite({ path, reserveBytes: 0 });
  const realm = newRealm();
  await storage.appendEvents([event(realm, { time: 1, resources: [{ type: "User", name: "x" }] })]);
  assert.equal(await storage.purgeEvents(2, 10), 1);
  await storage.close();
  const db = new DatabaseSync(path);
  for (const table of ["event_block", "event_position", "event_value"]) {
    assert.equal(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n, 0, table);
  }
  db.close();
});
