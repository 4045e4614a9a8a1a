import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { type Commit, createFaults, openMemory, type Storage, StorageError } from "@portcullis/storage";
import { measured } from "../src/measured-storage.ts";
import { createMetrics, type Metrics } from "../src/operate/metrics.ts";

const nothing: Commit = { writes: [], relied: [], events: [], once: [] };
const query = { realm: "account/111122223333", from: 0, to: 1, limit: 1 };
const faults = createFaults();
let memory: Storage;
let metrics: Metrics;
let storage: Storage;

before(async () => {
  memory = await openMemory({ faults });
});
afterEach(() => faults.end());
after(() => memory.close());
beforeEach(() => {
  metrics = createMetrics([], "1");
  storage = measured(memory, metrics);
});

async function failures(kind: string): Promise<number> {
  const text = await metrics.registry.metrics();
  const [, count] =
    new RegExp(`^portcullis_storage_errors_total\\{kind="${kind}"\\} (\\d+)$`, "m").exec(text) ?? [];
  return Number(count);
}

test("every verb that finds the storage away is counted once, commits too", async () => {
  const calls = [
    () => storage.confirm([]),
    () => storage.loadRealm(query.realm),
    () => storage.keys(),
    () => storage.dump()[Symbol.asyncIterator]().next(),
    () => storage.findEvents(query),
    () => storage.purgeEvents(0, 1),
    () => storage.locate("access-key", "AKIA"),
    () => storage.commit(nothing),
  ];
  faults.begin("unreachable");
  for (const call of calls) await assert.rejects(call(), { kind: "away" });
  assert.equal(await failures("away"), calls.length);
  assert.equal(await failures("unknown"), 0);
});

test("what succeeds is not counted, and answers as before", async () => {
  assert.deepEqual(await storage.findEvents(query), []);
  await storage.commit(nothing);
  assert.equal(await failures("away"), 0);
});

test("a bug of the caller is no failure of the storage", async () => {
  const broken = { ...memory, keys: () => Promise.reject(new TypeError("a bug")) };
  await assert.rejects(measured(broken, metrics).keys(), TypeError);
  const lost = {
    ...memory,
    keys: () => Promise.reject(new StorageError("lost-race", "somebody was faster")),
  };
  await assert.rejects(measured(lost, metrics).keys(), { kind: "lost-race" });
  assert.equal(await failures("lost-race"), 1);
  for (const kind of ["try-again", "unknown", "away"]) assert.equal(await failures(kind), 0);
});
