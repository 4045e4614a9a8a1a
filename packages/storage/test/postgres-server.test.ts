import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openPostgres, type Storage } from "../src/index.ts";
import { add, namesCommitter } from "./names-realm.ts";
import { addFile, privateServer } from "./postgres/cluster.ts";
import { eventually } from "./postgres/eventually.ts";
import type { Server, StopMode } from "./postgres/server.ts";
import { callsWithin, patient, type TestDatabase, testDatabase } from "./postgres/test-database.ts";
import { allEvents, commitOf, entityIds, event, newRealm, user, write } from "./samples.ts";

const limit = 800;
const deadlines = callsWithin(limit);

describe("a server that stops, hangs or is no longer the primary", () => {
  let server: Server;
  let database: TestDatabase;
  let storage: Storage;

  before(async () => {
    server = await privateServer({ settings: { wal_writer_delay: "10s" } });
    database = await testDatabase({ server });
    storage = await openPostgres({ url: database.url, deadlines });
  });
  after(async () => {
    await storage.close();
    await server.end();
  });

  function newlyMade(): Promise<string> {
    return eventually(async () => {
      const realm = newRealm();
      await storage.commit(commitOf({ writes: [write(realm, 1)], events: [event(realm)] }));
      return realm;
    });
  }

  test("keeps nobody waiting while it hangs, and afterwards it is known what became of each commit", async () => {
    const realms = await Promise.all(Array.from({ length: 5 }, newlyMade));
    const commits = realms.map((realm) => commitOf({ writes: [write(realm, 2, [user("ann")])] }));
    server.pause();
    const began = performance.now();
    const ends = await Promise.allSettled([...commits.map(storage.commit), storage.confirm(realms)]);
    assert.ok(performance.now() - began < 4 * limit);
    for (const end of ends) {
      assert.equal(end.status, "rejected");
      assert.match(end.reason.kind, /^(unknown|away|try-again)$/);
    }
    server.resume();
    for (const commit of commits) {
      const happened = await eventually(() => storage.wasCommitted(commit));
      const ids = await entityIds(storage, commit.writes[0]!.realm);
      assert.deepEqual(ids, happened ? ["ann"] : []);
    }
    await newlyMade();
  });

  const modes: readonly StopMode[] = ["fast", "immediate", "kill"];
  for (const how of modes) {
    test(`that is stopped (${how}) under load and started again has lost nothing and doubled nothing`, async () => {
      const committer = await namesCommitter(storage);
      const { realm } = committer;
      const done: string[] = [];
      const unsure = new Set<string>();
      let running = true;
      const writers = Array.from({ length: 6 }, async (_, writer) => {
        for (let n = 0; running; n += 1) {
          const name = `${writer}-${n}`;
          const answer = await committer.submit(add(realm, name)).catch((error) => error.kind as string);
          if (answer === "done") done.push(name);
          if (answer === "unknown") unsure.add(name);
        }
      });
      await eventually(async () => assert.ok(done.length > 30));
      await server.stop(how);
      await eventually(() => assert.rejects(storage.confirm([realm]), { kind: "away" }));
      await assert.rejects(storage.readEntity(realm, "user", "x"), { kind: "away" });
      await server.start();
      const before = done.length;
      await eventually(async () => assert.ok(done.length > before + 30));
      running = false;
      await Promise.all(writers);

      const there = new Set(await entityIds(storage, realm));
      for (const name of done) assert.ok(there.has(name), `${name} was acknowledged and is gone`);
      for (const name of there) assert.ok(unsure.has(name) || done.includes(name), `${name} was denied`);
      const told = (await allEvents(storage, realm)).map(({ userName }) => userName);
      assert.deepEqual(told.sort(), [...there].sort());
    });
  }

  test("that is told not to wait for the disk waits for ours: what was acknowledged outlives a crash", async () => {
    await database.asSuperuser((client) => client.query("ALTER ROLE owner SET synchronous_commit = off"));
    const hasty = await openPostgres({ url: database.url, deadlines: patient });
    const realm = newRealm();
    await hasty.commit(commitOf({ writes: [write(realm, 1, [user("ann")])] }));
    await server.stop("kill");
    await server.start();
    await hasty.close();
    assert.deepEqual(await eventually(() => entityIds(storage, realm)), ["ann"]);
    await database.asSuperuser((client) => client.query("ALTER ROLE owner RESET synchronous_commit"));
  });

  test("that only reads takes no commit and confirms nothing, and reads go on", async () => {
    const realm = await newlyMade();
    const alter = (value: string) =>
      database.asSuperuser((client) =>
        client.query(`ALTER ROLE owner SET default_transaction_read_only = ${value}`),
      );
    await alter("on");
    const reader = await openPostgres({ url: database.url, deadlines });
    const commit = commitOf({ writes: [write(realm, 2)] });
    await assert.rejects(reader.commit(commit), { kind: "away", message: "the database is read-only" });
    await assert.rejects(reader.confirm([realm]), { kind: "away" });
    assert.equal((await reader.loadRealm(realm))?.revision, 1);
    await alter("off");
    // The connections that were told so before are not used again.
    await reader.commit(commit);
    assert.equal((await eventually(() => reader.confirm([realm]))).revisions[0]?.revision, 2);
    await reader.close();
  });

  test("that has become a standby is away, for whoever was connected and for whoever comes", async () => {
    const realm = await newlyMade();
    await server.stop("fast");
    addFile(join(server.folder, "data/standby.signal"), "");
    await server.start();
    const message = "the database is a standby";
    await eventually(() => assert.rejects(storage.confirm([realm]), { kind: "away", message }));
    await eventually(() => assert.rejects(storage.loadRealm(realm), { kind: "away", message }));
    await assert.rejects(openPostgres({ url: database.url }), {
      name: "OpenError",
      code: "cannot-open",
      message: /cannot be opened: the database is a standby\.$/,
    });
    await server.stop("fast");
  });

  test("that is not there is refused at the start with one sentence", async () => {
    await assert.rejects(openPostgres({ url: database.url }), {
      code: "cannot-open",
      message: new RegExp(
        `^The database test_\\w+ at 127\\.0\\.0\\.1:${server.port} cannot be opened: .*\\.$`,
      ),
    });
  });
});
