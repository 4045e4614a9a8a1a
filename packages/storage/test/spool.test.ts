import assert from "node:assert/strict";
import { after, mock, test } from "node:test";
import fc from "fast-check";
import { matches, newestFirst } from "../src/event-order.ts";
import { createFaults, createSpool, type EventRow, openMemory, type Storage } from "../src/index.ts";
import { allEvents, event, newRealm } from "./samples.ts";

const faults = createFaults();
const storage = await openMemory({ faults });
after(() => storage.close());

/** A storage that counts transactions of events, and can keep them waiting. */
function counted(): Storage & { sizes: number[]; wait: Promise<void> } {
  return {
    ...storage,
    sizes: [],
    wait: Promise.resolve(),
    async appendEvents(events, options) {
      this.sizes.push(events.length);
      await this.wait;
      await storage.appendEvents(events, options);
    },
  };
}

test("events that were offered are on disk after a flush, in one transaction", async () => {
  const counting = counted();
  const spool = createSpool({ storage: counting });
  const realm = newRealm();
  for (let n = 0; n < 60; n += 1) assert.equal(spool.offer(event(realm)), true);
  assert.deepEqual(spool.size().events, 60);
  await spool.flush();
  assert.equal((await allEvents(storage, realm)).length, 60);
  assert.deepEqual(counting.sizes, [60]);
  assert.deepEqual(spool.size(), { events: 0, bytes: 0 });
  await spool.close();
});

test("an offered event goes to disk by itself within its patience", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const counting = counted();
  const spool = createSpool({ storage: counting, patience: 100 });
  spool.offer(event(newRealm()));
  mock.timers.tick(99);
  await new Promise(setImmediate);
  assert.deepEqual(counting.sizes, []);
  mock.timers.tick(1);
  await new Promise(setImmediate);
  assert.deepEqual(counting.sizes, [1]);
  mock.timers.reset();
  await spool.close();
});

test("a flush that is full goes at once, and a long one is cut", async () => {
  const counting = counted();
  const spool = createSpool({ storage: counting, mostInFlush: 10, patience: 60_000 });
  const realm = newRealm();
  for (let n = 0; n < 35; n += 1) spool.offer(event(realm));
  await spool.close();
  assert.equal((await allEvents(storage, realm)).length, 35);
  assert.deepEqual(counting.sizes, [10, 10, 10, 5]);
});

test("a full spool takes no more, in events or in bytes, until it was flushed", async () => {
  const spool = createSpool({ storage, mostEvents: 3 });
  const realm = newRealm();
  assert.deepEqual(
    [1, 2, 3, 4].map(() => spool.offer(event(realm))),
    [true, true, true, false],
  );
  await assert.rejects(spool.durable([event(realm)]), { kind: "away" });
  await spool.flush();
  assert.equal(spool.offer(event(realm)), true);
  await spool.close();
  assert.equal((await allEvents(storage, realm)).length, 4);

  const small = createSpool({ storage, mostBytes: 10_000 });
  assert.equal(small.offer(event(realm, { record: "x".repeat(10_001) })), false);
  assert.equal(small.offer(event(realm, { record: "x".repeat(5000) })), true);
  assert.equal(small.offer(event(realm, { record: "x".repeat(5000) })), false);
  await small.close();
});

test("a durable event is on disk when its promise resolves; many of one moment share a transaction", async () => {
  const counting = counted();
  const spool = createSpool({ storage: counting, patience: 60_000 });
  const realm = newRealm();
  spool.offer(event(realm));
  const durable = Array.from({ length: 20 }, () => spool.durable([event(realm)]));
  await durable[0];
  assert.equal((await allEvents(storage, realm)).length, 21);
  await Promise.all(durable);
  assert.deepEqual(counting.sizes, [21]);
  await spool.close();
});

test("what comes while a flush is under way joins the next one", async () => {
  const counting = counted();
  const { promise, resolve } = Promise.withResolvers<void>();
  counting.wait = promise;
  const spool = createSpool({ storage: counting, patience: 60_000 });
  const realm = newRealm();
  const first = spool.durable([event(realm)]);
  await new Promise(setImmediate);
  const rest = [1, 2, 3].map(() => spool.durable([event(realm)]));
  resolve();
  await Promise.all([first, ...rest]);
  assert.deepEqual(counting.sizes, [1, 3]);
  await spool.close();
});

test("while the storage is away offered events are kept, durable ones are given up, and it recovers", async () => {
  const errors: unknown[] = [];
  const spool = createSpool({ storage, patience: 5, onError: (error) => errors.push(error) });
  const realm = newRealm();
  faults.begin("full-disk");
  spool.offer(event(realm));
  await assert.rejects(spool.durable([event(realm)]), { kind: "away" });
  await assert.rejects(spool.flush(), { kind: "away" });
  assert.equal(spool.size().events, 1);
  assert.ok(errors.length >= 2);
  faults.end();
  spool.offer(event(realm));
  await spool.close();
  assert.equal((await allEvents(storage, realm)).length, 2);
});

test("a forgotten outcome is repeated, and leaves each event once", async () => {
  const spool = createSpool({ storage, patience: 60_000 });
  const realm = newRealm();
  faults.begin("forget-outcome", 1);
  spool.offer(event(realm));
  await spool.durable([event(realm)]);
  assert.equal((await allEvents(storage, realm)).length, 2);
  await spool.close();
});

test("an event that no storage takes is reported and holds up no other; a durable one fails", async () => {
  const errors: unknown[] = [];
  const spool = createSpool({ storage, patience: 60_000, onError: (error) => errors.push(error) });
  const realm = newRealm();
  const kept = event(realm);
  await spool.durable([kept]);
  const clash = () => event(realm, { writer: kept.writer, sequence: kept.sequence });
  spool.offer(event(realm));
  spool.offer(clash());
  const ends = await Promise.allSettled([
    spool.durable([event(realm)]),
    spool.durable([clash()]),
    spool.durable([event(realm)]),
  ]);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  await spool.close();
  assert.equal((await allEvents(storage, realm)).length, 4);
  assert.equal(errors.length, 2);
  assert.deepEqual(spool.size(), { events: 0, bytes: 0 });
});

test("a look-up finds events of the spool and of the disk, each once and in order", async () => {
  const realm = newRealm();
  const spool = createSpool({ storage, patience: 60_000, mostInFlush: 7 });
  const events = Array.from({ length: 30 }, (_, index) =>
    event(realm, { time: 1000 + (index % 5), readOnly: index % 2 === 0 }),
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = { ...storage, appendEvents: () => promise };
  const stuck = createSpool({ storage: slow, patience: 60_000, mostInFlush: 7 });
  for (const [index, row] of events.entries()) {
    if (index < 10) spool.offer(row);
    else stuck.offer(row);
  }
  await spool.close();
  // Under way and not yet told: on disk and in the spool at once.
  await storage.appendEvents(events.slice(10, 15));
  await fc.assert(
    fc.asyncProperty(
      fc.record({ limit: fc.integer({ min: 1, max: 40 }), readOnly: fc.boolean() }),
      fc.option(fc.constantFrom(...events), { nil: undefined }),
      async (filter, before) => {
        const query = { realm, from: 0, to: 2000, ...filter, ...(before === undefined ? {} : { before }) };
        const expected: EventRow[] = events.filter((row) => matches(query, row)).sort(newestFirst);
        assert.deepEqual(await stuck.find(query), expected.slice(0, query.limit));
      },
    ),
    { numRuns: 40 },
  );
  resolve();
  await stuck.close();
});

test("a closed spool takes nothing", async () => {
  const spool = createSpool({ storage });
  await spool.close();
  assert.equal(spool.offer(event(newRealm())), false);
  await assert.rejects(spool.durable([event(newRealm())]), { kind: "away" });
});
