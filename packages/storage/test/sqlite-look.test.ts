import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { type LookedAt, lookAtSqlite, openSqlite, type Storage } from "../src/index.ts";
import { commitOf, newRealm, user, write } from "./samples.ts";

const parent = await mkdtemp(join(tmpdir(), "storage-look-"));
after(() => rm(parent, { recursive: true }));

let made = 0;
function newPath(): string {
  made += 1;
  // A name that a URI would read otherwise.
  return join(parent, `a?b#c%20 ${made}`, "data.db");
}
const open = (path: string) => openSqlite({ path, reserveBytes: 0 });

const deployment = {
  id: "deployment-1",
  incarnation: "incarnation-1",
  partition: "aws",
  keyCheck: new Uint8Array([1, 2, 255, 0]),
};

async function initialized(path: string, realm = newRealm()): Promise<Storage> {
  const storage = await open(path);
  const first = commitOf({ writes: [write(realm, 1, [user("ann"), { ...user("g"), kind: "group", v: 2 }])] });
  const key = {
    number: 1,
    purpose: "session",
    wrapped: new Uint8Array([0, 9]),
    created: 5,
    active: true,
    retired: undefined,
  };
  await storage.initialize(deployment, [key], first);
  return storage;
}

async function everything(storage: LookedAt, realm = newRealm()) {
  return {
    deployment: (await storage.deployment())?.id,
    keys: (await storage.keys()).map(({ number }) => number),
    formats: new Map((await storage.formats()).map(({ kind, v }) => [kind, v])),
    confirmed: await storage.confirm([realm]),
  };
}

/** All that a file system tells of a folder. */
const traces = (path: string) =>
  readdirSync(join(path, "..")).map((name) => {
    const { ino, size, mode, mtimeMs, ctimeMs } = statSync(join(path, "..", name));
    return { name, ino, size, mode, mtimeMs, ctimeMs, bytes: readFileSync(join(path, "..", name), "hex") };
  });

test("a database at rest is read, and nothing is made or changed by it", async () => {
  const [path, realm] = [newPath(), newRealm()];
  await (await initialized(path, realm)).close();
  const before = traces(path);
  const look = await lookAtSqlite(path, (storage) => everything(storage, realm));
  assert.ok(look.found === "read");
  assert.equal(look.value.deployment, "deployment-1");
  assert.deepEqual(look.value.keys, [1]);
  assert.deepEqual(
    look.value.formats,
    new Map([
      ["user", 1],
      ["group", 2],
    ]),
  );
  const { incarnation, clock, revisions } = look.value.confirmed;
  assert.equal(incarnation, "incarnation-1");
  assert.equal(revisions[0]?.revision, 1);
  assert.ok(Math.abs(clock - Date.now()) < 1000);
  assert.deepEqual(traces(path), before);
});

test("where there is no database, nothing is found and nothing is made", async () => {
  const path = newPath();
  assert.deepEqual(await lookAtSqlite(path, everything), { found: "nothing" });
  assert.throws(() => statSync(path), { code: "ENOENT" });
});

test("what a running server has not merged is not read, and the server goes on", async () => {
  const path = newPath();
  const storage = await initialized(path);
  assert.deepEqual(await lookAtSqlite(path, everything), { found: "unmerged" });
  const realm = newRealm();
  await storage.commit(commitOf({ writes: [write(realm, 1)] }));
  await assert.rejects(open(path), { code: "in-use" });
  await storage.close();
});

test("a look of another process leaves the server's locks alone", async () => {
  const path = newPath();
  const storage = await initialized(path);
  const module = JSON.stringify(new URL("../src/index.ts", import.meta.url).href);
  const script = `const { lookAtSqlite } = await import(${module});
    process.exit((await lookAtSqlite(process.argv[1], async () => 1)).found === "unmerged" ? 0 : 1);`;
  const child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", script, path]);
  assert.deepEqual((await once(child, "exit"))[0], 0);
  await assert.rejects(open(path), { code: "in-use" });
  await storage.close();
});

test("what a killed server left is not read before a start merged it", async () => {
  const path = newPath();
  const storage = await initialized(path);
  // As after a power cut: the files as they are while the server runs.
  const copy = join(parent, `copy-${made}`);
  cpSync(join(path, ".."), copy, { recursive: true });
  await storage.close();
  const left = join(copy, "data.db");
  const before = traces(left);
  assert.deepEqual(await lookAtSqlite(left, everything), { found: "unmerged" });
  assert.deepEqual(traces(left), before);
  await (await open(left)).close();
  assert.equal((await lookAtSqlite(left, everything)).found, "read");
});

test("what was read while a server wrote does not count, also where it could not be read", async () => {
  const path = newPath();
  await (await initialized(path)).close();
  const meanwhile = async () => {
    const storage = await open(path);
    await storage.commit(commitOf({ writes: [write(newRealm(), 1)] }));
    await storage.close();
  };
  assert.deepEqual(await lookAtSqlite(path, meanwhile), { found: "unmerged" });
  const failing = async () => {
    await meanwhile();
    throw new Error("database disk image is malformed");
  };
  assert.deepEqual(await lookAtSqlite(path, failing), { found: "unmerged" });
});

test("tables of another format are told apart, and other files refused", async () => {
  const path = newPath();
  await (await initialized(path)).close();
  const change = (sql: string) => {
    const db = new DatabaseSync(path);
    db.exec(sql);
    db.close();
  };
  change("PRAGMA user_version = 0");
  assert.deepEqual(await lookAtSqlite(path, everything), { found: "older-format", format: 0 });
  change("PRAGMA user_version = 99");
  await assert.rejects(lookAtSqlite(path, everything), { code: "newer-format", message: /has format 99/ });
  change("PRAGMA user_version = 1; PRAGMA application_id = 7");
  await assert.rejects(lookAtSqlite(path, everything), { code: "not-ours" });
  const text = join(parent, "notes.txt");
  writeFileSync(text, "no database, but long enough to be one".repeat(100));
  await assert.rejects(lookAtSqlite(text, everything), { code: "not-ours" });
});
