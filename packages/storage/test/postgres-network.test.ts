import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openPostgres, type Storage } from "../src/index.ts";
import { add, namesCommitter } from "./names-realm.ts";
import { eventually } from "./postgres/eventually.ts";
import { lockTable, waitingForLocks } from "./postgres/locks.ts";
import { type Network, startNetwork } from "./postgres/network.ts";
import { callsWithin, patient, type TestDatabase, testDatabase } from "./postgres/test-database.ts";
import { allEvents, commitOf, entityIds, event, newRealm, user, write } from "./samples.ts";

const limit = 700;
const deadlines = callsWithin(limit);

let database: TestDatabase;
/** A node whose network does not fail. */
let other: Storage;

before(async () => {
  database = await testDatabase();
  other = await openPostgres({ url: database.url, deadlines: patient });
});
after(async () => {
  await other.close();
  await database.drop();
});

/** A node behind a network that fails. */
interface Place extends AsyncDisposable {
  readonly network: Network;
  readonly storage: Storage;
}

async function newPlace(): Promise<Place> {
  const network = await startNetwork(database);
  const storage = await openPostgres({ url: database.at(network), deadlines });
  return {
    network,
    storage,
    async [Symbol.asyncDispose]() {
      network.heal();
      await storage.close();
      await network.close();
    },
  };
}

function newlyMade(storage: Storage): Promise<string> {
  return eventually(async () => {
    const realm = newRealm();
    await storage.commit(commitOf({ writes: [write(realm, 1)], events: [event(realm)] }));
    return realm;
  });
}

/** Heals it, and resolves when the database has done with what was on its way. */
async function arrival(network: Network): Promise<void> {
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

// Each waits for most of its time.
describe("a network between node and database", { concurrency: true }, () => {
  test("that is cut on the way back leaves a commit unknown, and it is found to be durable", async () => {
    await using place = await newPlace();
    const { network, storage } = place;
    const realm = await newlyMade(storage);
    const commit = commitOf({ writes: [write(realm, 2, [user("ann")])] });
    network.cut("to-client");
    await soon(assert.rejects(storage.commit(commit), { kind: "unknown" }));
    assert.equal(await other.wasCommitted(commit), true);
    network.heal();
    assert.equal(await storage.wasCommitted(commit), true);
    assert.deepEqual(await entityIds(storage, realm), ["ann"]);
  });

  test("that is cut on the way there leaves a commit unknown, which arrives when it heals", async () => {
    await using place = await newPlace();
    const { network, storage } = place;
    const realm = await newlyMade(storage);
    const commit = commitOf({ writes: [write(realm, 2, [user("ann")])] });
    network.cut("to-database");
    await soon(assert.rejects(storage.commit(commit), { kind: "unknown" }));
    assert.deepEqual(await entityIds(other, realm), []);
    await arrival(network);
    assert.deepEqual(await entityIds(other, realm), ["ann"]);
    assert.equal(await other.wasCommitted(commit), true);
  });

  test("a commit that arrives after it was told not to have happened loses its race", async () => {
    await using place = await newPlace();
    const { network, storage } = place;
    const [made, changed] = [newRealm(), await newlyMade(storage)];
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
      await arrival(network);
      assert.equal(await other.wasCommitted(commitOf(late)), false);
      assert.ok(!(await entityIds(other, realm))?.includes("late"));
      const events = await allEvents(other, realm);
      assert.ok(!events.some(({ id }) => id === late.events[0]!.id));
    }
    assert.equal(await other.realmExists(made), false);
    await storage.commit(commitOf({ writes: [write(made, 1, [user("next")])] }));
    assert.deepEqual(await entityIds(other, made), ["next"]);
  });

  test("a change under way when the network is cut is answered rightly, and happens once", async () => {
    await using place = await newPlace();
    const { network, storage } = place;
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
      await arrival(network);
      const there = (await entityIds(other, committer.realm))?.includes("ann");
      assert.equal(there, answer === "done", `${direction}: ${answer}`);
      assert.equal(await committer.submit(add(committer.realm, "after")), "done");
      const names = (await allEvents(other, committer.realm)).map(({ userName }) => userName).sort();
      assert.deepEqual(names, await entityIds(other, committer.realm));
    }
  });

  test("that stays cut has a change answered within two seconds", async () => {
    await using place = await newPlace();
    const { network } = place;
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
    await using place = await newPlace();
    const { network, storage } = place;
    const realm = await newlyMade(storage);
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
});

describe("a network between node and database", () => {
  let place: Place;
  let network: Network;
  let storage: Storage;
  before(async () => {
    place = await newPlace();
    ({ network, storage } = place);
  });
  after(() => place[Symbol.asyncDispose]());

  test("whoever asks what became of a commit waits for it where it is under way", async () => {
    const realm = await newlyMade(storage);
    const commit = commitOf({ writes: [write(realm, 2, [user("ann")])] });
    const hardy = await openPostgres({ url: database.at(network), deadlines: patient });
    await database.asSuperuser(async (client) => {
      // In this database: other tests have theirs beside it.
      const whoWaits =
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      const waiting = async (count: number) => {
        // Within a transaction the list of connections stays as it was read first.
        await client.query("SELECT pg_stat_clear_snapshot()");
        assert.equal((await client.query(whoWaits)).rowCount, count);
      };
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

  test("that refuses is told apart at once: nothing was written", async () => {
    const realm = await newlyMade(storage);
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

test("a database that falls silent once it is connected, before anything is known of it, is not waited for", async () => {
  const network = await startNetwork(database);
  const unlock = await lockTable(database, "format", "ACCESS EXCLUSIVE");
  const opening = assert.rejects(
    openPostgres({ url: database.at(network), deadlines: { ...patient, load: 3000 } }),
    /cannot be opened: the database does not answer\.$/,
  );
  await waitingForLocks(database, 1);
  network.cut("to-client");
  await unlock();
  await opening;
  network.heal();
  await network.close();
});
