import assert from "node:assert/strict";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openSqlite, type Storage } from "../src/index.ts";
import { commitOf, event, newRealm, user, write } from "./samples.ts";

const folder = await mkdtemp(join(tmpdir(), "storage-"));
after(() => rm(folder, { recursive: true }));

const deployment = { id: "d", incarnation: "i", partition: "aws", keyCheck: new Uint8Array([1]) };

async function furnished(place: string): Promise<{ readonly path: string; readonly storage: Storage }> {
  const path = join(folder, place, "data.db");
  const storage = await openSqlite({ path, reserveBytes: 0 });
  const puts = Array.from({ length: 3000 }, (_, at) => user(`u${at}`, `{"x":"${"x".repeat(500)}"}`));
  await storage.initialize(deployment, [], commitOf({ writes: [write(newRealm(), 1, puts)] }));
  return { path, storage };
}

const besides = (path: string) => readdirSync(join(path, "..")).filter((name) => name.includes("copy"));

test("the copy that a dump is read from is the owner's alone, whatever the umask, and gone afterwards", async () => {
  const { path, storage } = await furnished("modes");
  const umask = process.umask(0);
  let seen: readonly string[] = [];
  for await (const { table } of storage.dump()) {
    if (table !== "key") continue;
    seen = besides(path);
    for (const name of seen) assert.equal(statSync(join(path, "..", name)).mode & 0o777, 0o600, name);
  }
  process.umask(umask);
  assert.ok(seen.includes("data.db-copy"));
  assert.deepEqual(besides(path), []);
  for await (const _ of storage.dump()) break;
  assert.deepEqual(besides(path), []);
  await storage.close();
});

test("a copy that a killed process left is removed at the next start", async () => {
  const { path, storage } = await furnished("killed");
  await storage.close();
  for (const name of ["copy", "copy-wal"]) writeFileSync(`${path}-${name}`, "left", { mode: 0o600 });
  await (await openSqlite({ path, reserveBytes: 0 })).close();
  assert.deepEqual(besides(path), []);
});

test("a storage that is closed in the middle of a dump ends both, and leaves no copy", async () => {
  const { path, storage } = await furnished("closed");
  const first = storage.dump()[Symbol.asyncIterator]().next();
  const [began] = await Promise.allSettled([first, storage.close()]);
  if (began.status === "rejected") assert.equal(began.reason.kind, "away");
  assert.deepEqual(besides(path), []);
});

test("transactions that are rolled back make a dump neither wrong nor endless", async () => {
  const { storage } = await furnished("rollback");
  const realm = newRealm();
  let revision = 0;
  let stop = false;
  const busy = (async () => {
    while (!stop) {
      revision += 1;
      await storage.commit(commitOf({ writes: [write(realm, revision)], events: [event(realm)] }));
      const once = { realm, kind: "code", id: `${revision}`, expires: 1, body: "" };
      const taken = commitOf({ writes: [write(realm, revision + 1, [user("never")])], once: [once, once] });
      await assert.rejects(storage.commit(taken), { kind: "lost-race" });
    }
  })();
  for (let round = 0; round < 3; round += 1) {
    let entities = 0;
    for await (const part of storage.dump()) {
      if (part.table !== "entity") continue;
      entities += part.rows.length;
      assert.ok(!part.rows.some(({ id }) => id === "never"));
    }
    assert.equal(entities, 3000);
  }
  stop = true;
  await busy;
  await storage.close();
});
