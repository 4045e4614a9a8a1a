import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kept, runRetention, sweep } from "../src/audit/retention.ts";

const NOW = Date.UTC(2026, 10, 22);
const silent = { warn: () => undefined };
const noPause = async (): Promise<void> => undefined;

/** A storage that holds so many rows of each kind, and writes down what is asked of it. */
function counting(rows: { events: number; changes: number; once: number }) {
  const left = { ...rows };
  const asked: string[] = [];
  const purge = (kind: keyof typeof left) => async (before: number, limit: number) => {
    const deleted = Math.min(limit, left[kind]);
    left[kind] -= deleted;
    asked.push(`${kind} ${NOW - before} ${deleted}`);
    return deleted;
  };
  return {
    left,
    asked,
    purgeEvents: purge("events"),
    purgeChanges: purge("changes"),
    purgeOnce: purge("once"),
  };
}

describe("retention", () => {
  test("keeps events for 90 days, changes for an hour and claims until they expire, and deletes in batches", async () => {
    const storage = counting({ events: 25, changes: 10, once: 3 });
    await sweep(storage, new AbortController().signal, {
      clock: { now: () => NOW },
      batch: 10,
      pause: noPause,
    });
    assert.deepEqual(storage.left, { events: 0, changes: 0, once: 0 });
    const ninety = 90 * 24 * 3_600_000;
    assert.equal(kept.events, ninety);
    assert.deepEqual(storage.asked, [
      "once 0 3",
      "changes 3600000 10",
      "changes 3600000 0",
      `events ${ninety} 10`,
      `events ${ninety} 10`,
      `events ${ninety} 5`,
    ]);
  });

  test("pauses between batches for as long as the last one took", async () => {
    const storage = counting({ events: 20, changes: 0, once: 0 });
    const pauses: number[] = [];
    await sweep(storage, new AbortController().signal, {
      clock: { now: () => NOW },
      batch: 10,
      pause: async (milliseconds) => void pauses.push(milliseconds),
    });
    assert.equal(pauses.length, 2);
    for (const pause of pauses) assert.ok(pause >= 0);
  });

  test("stops between two batches and waits for the one under way", async () => {
    const storage = counting({ events: 1_000_000, changes: 0, once: 0 });
    let paused: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      paused = resolve;
    });
    const retention = runRetention(storage, silent, {
      clock: { now: () => NOW },
      first: 0,
      batch: 10,
      pause: (_, signal) => {
        paused();
        return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      },
    });
    // The timer does not keep a process alive; the test does.
    const alive = setInterval(() => undefined, 1000);
    await reached;
    await retention.stop();
    clearInterval(alive);
    assert.equal(storage.left.events, 999_990);
  });

  test("warns when the storage is away, and tries again", async () => {
    const storage = counting({ events: 1, changes: 0, once: 0 });
    let failures = 0;
    let warned = 0;
    let done: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      done = resolve;
    });
    const retention = runRetention(
      {
        ...storage,
        purgeOnce: async () => {
          if (failures++ < 2) throw new Error("away");
          return 0;
        },
        purgeEvents: async (before, limit) => {
          const deleted = await storage.purgeEvents(before, limit);
          done();
          return deleted;
        },
      },
      { warn: () => void warned++ },
      { first: 0, every: 0, pause: noPause },
    );
    const alive = setInterval(() => undefined, 1000);
    await finished;
    await retention.stop();
    clearInterval(alive);
    assert.equal(warned, 2);
    assert.equal(storage.left.events, 0);
  });
});
