import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { openPostgres, type Storage } from "../src/index.ts";
import { add, namesCommitter } from "./names-realm.ts";
import { eventually } from "./postgres/eventually.ts";
import { type Network, startNetwork } from "./postgres/network.ts";
import { callsWithin, patient, type TestDatabase, testDatabase } from "./postgres/test-database.ts";
import { allEvents, commitOf, entityIds, event, newRealm, user, write } from "./samples.ts";

const limit = 700;
const deadlines = callsWithin(limit);

describe("a network between node and database", () => {
  let database: TestDatabase;
  let network: Network;
  /** Behind the network that fails. */
  let storage: Storage;
  /** Another node, whose network does not. */
  let other: Storage;

  before(async () => {
    database = await testDatabase();
    network = await startNetwork(database);
    storage = await openPostgres({ url: database.at(network), deadlines });
    other = await openPostgres({ url: database.url, deadlines: patient });
  });
  afterEach(() => network.heal());
  after(async () => {
    await storage.close();
    await other.close();
    await network.close();
    await database.drop();
  });

  function newlyMade(): Promise<string> {
    return eventually(async () => {
      const realm = newRealm();
      await storage.commit(commitOf({ writes: [write(realm, 1)], events: [event(realm)] }));
      return realm;
    });
  }

  /** Heals it, and resolves when the database has done with what was on its way. */
  async function arrival(): Promise<void> {
    network.heal();
    await eventually(async () => assert.equal(network.abandoned(), 0));
  }

  /** Fails where it takes longer than the deadlines allow. */
  async function soon<T>(doing: Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await doing;
    } finally {
      assert.ok(performance.now() - began < 3 * limit);
    }
  }

  test("that is cut on the way back leaves a commit unknown, and it is found to be durable", async () => {
    const realm = await newlyMade();
    const commit = commitOf({ writes: [write(realm, 2, [user("ann")])] });
    network.cut("to-client");
    await soon(assert.rejects(storage.commit(commit), { kind: "unknown" }));
    assert.equal(await other.wasCommitted(commit), true);
    network.heal();
    assert.equal(await storage.wasCommitted(commit), true);
    assert.deepEqual(await entityIds(storage, realm), ["ann"]);
  });

  test("that is cut on the way there leaves a commit unknown, which arrives when it heals", async () => {
    const realm = await newlyMade();
    const commit = commitOf({ writes: [write(realm, 2, [user("ann")])] });
    network.cut("to-database");
    await soon(assert.rejects(storage.commit(commit), { kind: "unknown" }));
    assert.deepEqual(await entityIds(other, realm), []);
    await arrival();
    assert.deepEqual(await entityIds(other, realm), ["ann"]);
    assert.equal(await other.wasCommitted(commit), true);
  });

  test("a commit that arrives after it was told not to have happened loses its race", async () => {
    const [made, changed] = [newRealm(), await newlyMade()];
    for (const [realm, revision] of [
      [made, 1],
      [changed, 2],
    ] as const) {
      // So that there is a connection for it.
      await storage.appendEvents([event(realm)]);
      const late = { writes: [write(realm, revision, [user("late")])], events: [event(realm)] };
      network.cut("to-database");
      await soon(assert.rejects(storage.commit(commitOf(late)), { kind: "unknown" }));
      assert.equal(await other.wasCommitted(commitOf(late)), false);
      await arrival();
      assert.equal(await other.wasCommitted(commitOf(late)), false);
      assert.ok(!(await entityIds(other, realm))?.includes("late"));
      const events = await allEvents(other, realm);
      assert.ok(!events.some(({ id }) => id === late.events[0]!.id));
    }
    assert.equal(await other.realmExists(made), false);
    await storage.commit(commitOf({ writes: [write(made, 1, [user("next")])] }));
    assert.deepEqual(await entityIds(other, made), ["next"]);
  });

  test("whoever asks what became of a commit waits for it where it is under way", async () => {
    const realm = await newlyMade();
    const commit = commitOf({ writes: [write(realm, 2, [user("ann")])] });
    const hardy = await openPostgres({ url: database.at(network), deadlines: patient });
    await database.asSuperuser(async (client) => {
      const waiting = async (count: number) =>
        assert.equal((await client.query("SELECT FROM pg_locks WHERE NOT granted")).rowCount, count);
      // Somebody holds the realm, so that the commit waits in the server when its node loses the connection.
      await client.query("BEGIN");
      await client.query("SELECT FROM portcullis.realm WHERE realm = $1 FOR UPDATE", [realm]);
      const sent = assert.rejects(hardy.commit(commit), { kind: "unknown" });
      await eventually(() => waiting(1));
      network.reset();
      await sent;
      const asked = other.wasCommitted(commit);
      await eventually(() => waiting(2));
      await client.query("COMMIT");
      assert.equal(await asked, true);
    });
    assert.deepEqual(await entityIds(other, realm), ["ann"]);
    await hardy.close();
  });

  test("a change under way when the network is cut is answered rightly, and happens once", async () => {
    for (const direction of ["to-client", "to-database"] as const) {
      // The storage is asked what became of it as soon as the network is there again.
      const healing: Storage = {
        ...storage,
        wasCommitted(commit) {
          network.heal();
          return storage.wasCommitted(commit);
        },
      };
      const committer = await namesCommitter(healing);
      assert.equal(await committer.submit(add(committer.realm, "before")), "done");
      network.cut(direction);
      const answer = await committer.submit(add(committer.realm, "ann")).catch((error) => error.kind);
      await arrival();
      const there = (await entityIds(other, committer.realm))?.includes("ann");
      assert.equal(there, answer === "done", `${direction}: ${answer}`);
      assert.equal(await committer.submit(add(committer.realm, "after")), "done");
      const names = (await allEvents(other, committer.realm)).map(({ userName }) => userName).sort();
      assert.deepEqual(names, await entityIds(other, committer.realm));
    }
  });

  test("that stays cut has a change answered within two seconds", async () => {
    const usual = await openPostgres({ url: database.at(network) });
    const committer = await namesCommitter(usual);
    network.cut("to-client", "to-database");
    const began = performance.now();
    await assert.rejects(committer.submit(add(committer.realm, "ann")), { kind: "unknown" });
    assert.ok(performance.now() - began < 2000);
    network.heal();
    await usual.close();
  });

  test("that is cut lets no read wait longer than its deadline, and all recovers by itself", async () => {
    const realm = await newlyMade();
    network.cut("to-client", "to-database");
    const reads = [
      storage.readEntity(realm, "user", "x"),
      storage.realmExists(realm),
      storage.loadRealm(realm),
      storage.confirm([realm]),
      storage.changesFrom(realm, 1),
      storage.findEvents({ realm, from: 0, to: 1e15, limit: 1 }),
    ];
    for (const end of await soon(Promise.allSettled(reads))) {
      assert.equal(end.status, "rejected");
      assert.equal(end.reason.kind, "away");
    }
    network.heal();
    await storage.commit(commitOf({ writes: [write(realm, 2)] }));
    assert.equal((await storage.confirm([realm])).revisions[0]?.revision, 2);
  });

  test("that refuses is told apart at once: nothing was written", async () => {
    const realm = await newlyMade();
    await network.refuse();
    const commit = commitOf({ writes: [write(realm, 2)] });
    await assert.rejects(
      eventuallyAway(() => storage.commit(commit)),
      { kind: "away" },
    );
    await assert.rejects(storage.confirm([realm]), { kind: "away" });
    await network.accept();
    await storage.commit(commit);
  });

  /** A connection that broke while it was idle may only be noticed by whoever uses it. */
  async function eventuallyAway(run: () => Promise<void>): Promise<void> {
    await run().catch((error) => (error.kind === "unknown" ? run() : Promise.reject(error)));
  }

  test("that resets connections under load loses nothing and doubles nothing", async () => {
    const committer = await namesCommitter(storage);
    const answers = new Map<string, string>();
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; n < 40; n += 1) {
        const name = `${writer}-${n}`;
        if (n % 10 === 5 && writer === 0) network.reset();
        answers.set(
          name,
          await committer.submit(add(committer.realm, name)).catch((error) => error.kind as string),
        );
      }
    });
    await Promise.all(writers);
    const there = new Set(await entityIds(other, committer.realm));
    const told = (await allEvents(other, committer.realm)).map(({ userName }) => userName);
    for (const [name, answer] of answers) {
      if (answer === "unknown") continue;
      assert.equal(there.has(name), answer === "done", `${name}: ${answer}`);
    }
    assert.deepEqual(told.sort(), [...there].sort());
    assert.equal(await committer.submit(add(committer.realm, "at last")), "done");
  });

  test("that is slow makes calls slow, and no more", async () => {
    network.delay(40);
    const realm = newRealm();
    await storage.commit(commitOf({ writes: [write(realm, 1, [user("ann")])] }));
    assert.deepEqual(await entityIds(storage, realm), ["ann"]);
    network.delay(0);
  });
});
