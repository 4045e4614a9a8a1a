import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openPostgres, type Storage, StorageError } from "../src/index.ts";
import { add, namesCommitter } from "./names-realm.ts";
import { eventually } from "./postgres/eventually.ts";
import { startNetwork } from "./postgres/network.ts";
import { patient, type TestDatabase, testDatabase } from "./postgres/test-database.ts";
import { allEvents, commitOf, entityIds, event, newRealm, usage, user, write } from "./samples.ts";

describe("two nodes on one database", () => {
  let database: TestDatabase;
  let a: Storage;
  let b: Storage;

  before(async () => {
    database = await testDatabase();
    a = await openPostgres({ url: database.url, deadlines: patient });
    b = await openPostgres({ url: database.url, deadlines: patient });
  });
  after(async () => {
    await Promise.all([a.close(), b.close()]);
    await database.drop();
  });

  test("of two that create one name at once one wins, every time", async () => {
    const here = await namesCommitter(a);
    const there = await namesCommitter(b, here.realm);
    for (let n = 0; n < 100; n += 1) {
      const name = `name-${n}`;
      const answers = await Promise.all([
        here.submit(add(here.realm, name)),
        there.submit(add(here.realm, name)),
      ]);
      assert.deepEqual(answers.sort(), ["already there", "done"], name);
    }
    assert.equal((await entityIds(a, here.realm))?.length, 100);
    const created = (await allEvents(a, here.realm)).filter(({ name }) => name === "CreateUser");
    assert.equal(created.length, 100);
  });

  test("many changes of one realm from both lose none, and the tail holds each once and in order", async () => {
    const here = await namesCommitter(a);
    const there = await namesCommitter(b, here.realm);
    const names = Array.from({ length: 60 }, (_, n) => `name-${n}`);
    const answers = await Promise.all(
      names.map((name, n) => (n % 2 === 0 ? here : there).submit(add(here.realm, name))),
    );
    assert.deepEqual(new Set(answers), new Set(["done"]));
    assert.deepEqual(await entityIds(b, here.realm), [...names].sort());
    const tail = await b.changesFrom(here.realm, 1);
    assert.deepEqual(
      tail.map(({ revision }) => revision),
      Array.from({ length: names.length + 1 }, (_, n) => n + 1),
    );
  });

  test("pairs of realms, each changed by whoever relies on the other, never wait for each other", async () => {
    const [x, y] = [newRealm(), newRealm()];
    await a.commit(commitOf({ writes: [write(x, 1), write(y, 1)] }));
    const errors = new Set<string>();
    async function node(storage: Storage, own: string, other: string): Promise<void> {
      for (let done = 0; done < 25; ) {
        const { revisions } = await storage.confirm([own, other]);
        const at = (realm: string) => revisions.find((one) => one.realm === realm)!.revision;
        const commit = commitOf({
          writes: [write(own, at(own) + 1)],
          relied: [{ realm: other, revision: at(other) }],
        });
        try {
          await storage.commit(commit);
          done += 1;
        } catch (error) {
          assert.ok(error instanceof StorageError, String(error));
          errors.add(error.message);
        }
      }
    }
    await Promise.all([node(a, x, y), node(b, y, x)]);
    // Nothing of deadlocks, which PostgreSQL ends by choosing one of those that wait.
    for (const error of errors) assert.match(error, /has moved$|is being changed$/);
    const { revisions } = await a.confirm([x, y]);
    assert.deepEqual(
      revisions.map(({ revision }) => revision),
      [26, 26],
    );
  });

  test("commits that write the same realms, named in any order, never wait for each other", async () => {
    const realms = Array.from({ length: 4 }, newRealm);
    await a.commit(commitOf({ writes: realms.map((realm) => write(realm, 1)) }));
    async function node(storage: Storage, order: readonly string[]): Promise<void> {
      for (let done = 0; done < 20; ) {
        const { revisions } = await storage.confirm(realms);
        const at = new Map(revisions.map(({ realm, revision }) => [realm, revision]));
        const writes = order.map((realm) => write(realm, at.get(realm)! + 1));
        await storage.commit(commitOf({ writes })).then(
          () => (done += 1),
          (error: StorageError) => assert.equal(error.kind, "lost-race"),
        );
      }
    }
    await Promise.all([node(a, realms), node(b, [...realms].reverse())]);
    assert.equal((await a.loadRealm(realms[0]!))?.revision, 41);
  });

  test("one who relies on a realm not being there, and one who makes it relying on the first, do not both win", async () => {
    for (let round = 0; round < 20; round += 1) {
      const [first, absent] = [newRealm(), newRealm()];
      await a.commit(commitOf({ writes: [write(first, 1)] }));
      const ends = await Promise.allSettled([
        a.commit(commitOf({ writes: [write(first, 2)], relied: [{ realm: absent, revision: 0 }] })),
        b.commit(commitOf({ writes: [write(absent, 1)], relied: [{ realm: first, revision: 1 }] })),
      ]);
      assert.ok(ends.some(({ status }) => status === "rejected"));
      assert.equal(await a.realmExists(absent), ends[1].status === "fulfilled");
    }
  });

  test("a claim that two nodes make at once is one node's, and the other is told whose", async () => {
    for (let round = 0; round < 30; round += 1) {
      const claim = { realm: newRealm(), kind: "code", id: `${round}`, expires: 1, body: "{}" };
      const commits = [a, b].map((node, at) =>
        node.commit(commitOf({ once: [{ ...claim, body: `${at}` }], events: [event(claim.realm)] })),
      );
      const ends = await Promise.allSettled(commits);
      const lost = ends.filter((end) => end.status === "rejected");
      assert.equal(lost.length, 1);
      const { realm, kind, id } = claim;
      assert.deepEqual(lost[0]?.reason.taken, { realm, kind, id });
      assert.equal((await allEvents(a, realm)).length, 1);
    }
  });

  test("events that both send again, last-used facts and old rows that both touch, in any order, disturb neither", async () => {
    const realm = newRealm();
    const events = Array.from({ length: 40 }, (_, n) => event(realm, { time: n }));
    const facts = Array.from({ length: 40 }, (_, n) => usage(realm, `key-${n}`, n));
    await Promise.all(
      [a, b].flatMap((node, at) => [
        node.appendEvents(at === 0 ? events : [...events].reverse()),
        node.mergeUsage(at === 0 ? facts : [...facts].reverse()),
      ]),
    );
    assert.equal((await allEvents(a, realm)).length, 40);
    assert.deepEqual((await b.readUsage(realm)).length, 40);
    const purged = await Promise.all([a.purgeEvents(30, 1000), b.purgeEvents(30, 1000)]);
    const rest = await a.purgeEvents(30, 1000);
    assert.equal(purged[0] + purged[1] + rest, 30);
    assert.equal((await allEvents(b, realm)).length, 10);
  });
});

describe("connections", () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  test("never grow beyond what was asked for, come back where they broke, and are gone after closing", async () => {
    const storage = await openPostgres({ url: database.url, connections: 9, deadlines: patient });
    for (let round = 0; round < 3; round += 1) {
      const realms = Array.from({ length: 40 }, newRealm);
      await Promise.all(
        realms.flatMap((realm) => [
          storage.commit(commitOf({ writes: [write(realm, 1, [user("ann")])] })),
          storage.loadRealm(realm),
          storage.readEntity(realm, "user", "ann"),
          storage.confirm([realm]),
          storage.purgeOnce(0, 1),
        ]),
      );
      assert.ok((await database.connections()) <= 9);
      await database.asSuperuser((client) =>
        client.query(
          // It waits for their end: one that goes on for a moment would break what comes after.
          "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        ),
      );
      await eventually(() => storage.confirm(realms));
      await eventually(() =>
        storage.claimOnce({ realm: "r", kind: "k", id: `${round}`, expires: 1, body: "" }),
      );
    }
    await storage.close();
    await eventually(async () => assert.equal(await database.connections(), 0));
  });

  test("that wait for one sort of calls keep no other sort waiting", async () => {
    const storage = await openPostgres({ url: database.url, deadlines: { ...patient, read: 20_000 } });
    const realm = newRealm();
    await storage.commit(commitOf({ writes: [write(realm, 1)] }));
    await database.asSuperuser(async (client) => {
      await client.query("BEGIN");
      // Nobody can read these two tables for now.
      await client.query("LOCK TABLE portcullis.locator, portcullis.event_block IN ACCESS EXCLUSIVE MODE");
      const stuck = Array.from({ length: 50 }, () => storage.locate("alias", "x"));
      const looking = Array.from({ length: 5 }, () => allEvents(storage, realm));
      await storage.confirm([realm]);
      await storage.claimOnce({ realm, kind: "code", id: "1", expires: 1, body: "" });
      assert.equal(await Promise.race([stuck[0], storage.loadRealm(realm).then(() => "loaded")]), "loaded");
      await client.query("COMMIT");
      assert.deepEqual(new Set(await Promise.all(stuck)), new Set([undefined]));
      assert.deepEqual((await Promise.all(looking)).flat(), []);
    });
    await storage.close();
  });

  test("a flood of look-ups that strangers cause is refused at once beyond what may wait, and delays nothing else", async () => {
    const network = await startNetwork(database);
    const storage = await openPostgres({ url: database.at(network), deadlines: patient });
    const realm = newRealm();
    await storage.commit(commitOf({ writes: [write(realm, 1, [user("key")])] }));
    network.delay(10);
    const ends: string[] = [];
    const flood = Array.from({ length: 800 }, (_, n) =>
      storage.locate("access-key", `stranger-${n}`).then(
        () => ends.push("answered"),
        (error: StorageError) => ends.push(error.kind),
      ),
    );
    await Promise.race(flood);
    assert.deepEqual(new Set(ends), new Set(["try-again"]));
    await Promise.all([storage.deployment(), storage.keys()]);
    assert.ok(ends.length < flood.length, "they waited for no stranger");
    await Promise.all(flood);
    assert.equal(ends.filter((end) => end === "answered").length, 2 + 64);
    assert.equal((await storage.readEntity(realm, "user", "key"))?.id, "key");
    await storage.close();
    await network.close();
  });

  test("a call that waited for most of its time is refused, and not begun to be cut midway", async () => {
    const storage = await openPostgres({ url: database.url, deadlines: { ...patient, read: 3000 } });
    await database.asSuperuser(async (client) => {
      await client.query("BEGIN");
      await client.query("LOCK TABLE portcullis.locator IN ACCESS EXCLUSIVE MODE");
      const begun = [1, 2].map(() => storage.locate("alias", "x").catch((error: StorageError) => error.kind));
      const waited = storage.locate("alias", "x").catch((error: StorageError) => [error.kind]);
      assert.deepEqual(await Promise.race([...begun, waited]), ["try-again"]);
      await client.query("COMMIT");
      await Promise.all(begun);
    });
    await storage.close();
  });

  test("what comes after closing is refused, and what came before is finished", async () => {
    const storage = await openPostgres({ url: database.url, deadlines: patient });
    const realm = newRealm();
    const last = storage.commit(commitOf({ writes: [write(realm, 1)] }));
    const closing = storage.close();
    await assert.rejects(storage.loadRealm(realm), { name: "StorageError", kind: "away" });
    await Promise.all([last, closing, storage.close()]);
    const again = await openPostgres({ url: database.url, deadlines: patient });
    assert.equal(await again.realmExists(realm), true);
    await again.close();
  });
});
