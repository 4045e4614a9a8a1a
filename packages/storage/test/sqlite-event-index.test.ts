/** Look-ups by a value find what a search of every event finds, wherever the indexing of the events stands. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { EventQuery, EventRow } from "../src/contract.ts";
import { matches } from "../src/event-order.ts";
import { packEvents } from "../src/packed-events.ts";
import { openDatabase } from "../src/sqlite/database.ts";
import { usualSizes as usual } from "../src/sqlite/event-run.ts";
import { eventTables } from "../src/sqlite/events.ts";
import { event } from "./samples.ts";

const realms = ["account/1", "account/2"];
const values = ["a", "b", "c"];

function openTables(sizes = { blocksOfRun: 6, runsOfMerged: 3 }) {
  const connection = openDatabase({ path: undefined, reserveBytes: 0, faults: undefined });
  const tables = eventTables(connection, sizes);
  const count = (of: string): number =>
    Number(connection.db.prepare(`SELECT count(*) AS n FROM ${of}`).get()?.n);
  const write = <T>(run: () => T): T => connection.write(false, run);
  const found = (query: EventQuery, between: () => void = () => undefined): EventRow[] => {
    for (const search = tables.search(query); ; between()) {
      const { done, value } = search.next();
      if (done === true) return value;
    }
  };
  const everyEvent = (realm: string): EventRow[] =>
    found({ realm, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000 });
  return {
    count,
    everyEvent,
    add: (events: readonly EventRow[]) => write(() => tables.add(packEvents(events))),
    purge: (before: number, limit: number) => write(() => tables.purge(before, limit)),
    index: tables.index,
    /** @param between what is done whenever the look-up takes a break; `all`: what there is, newest first */
    assertFinds(query: EventQuery, between?: () => void, all = everyEvent(query.realm)) {
      const wanted = all.filter((each) => matches(query, each));
      assert.deepEqual(found(query, between), wanted.slice(0, query.limit));
    },
    close: () => connection.db.close(),
  };
}

const eventOf = fc.record({
  realm: fc.constantFrom(...realms),
  time: fc.integer({ min: 0, max: 300_000 }),
  name: fc.constantFrom(...values),
  userName: fc.constantFrom(...values, undefined),
  readOnly: fc.boolean(),
});

const stepOf = fc.oneof(
  { weight: 6, arbitrary: fc.record({ add: fc.array(eventOf, { minLength: 1, maxLength: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ index: fc.integer({ min: 1, max: 90 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      purge: fc.integer({ min: 0, max: 200_000 }),
      limit: fc.integer({ min: 1, max: 20 }),
    }),
  },
);

const queryOf = fc
  .record({
    realm: fc.constantFrom(...realms),
    from: fc.integer({ min: 0, max: 300_000 }),
    length: fc.integer({ min: 0, max: 300_000 }),
    limit: fc.integer({ min: 1, max: 12 }),
    by: fc.constantFrom(
      ...values.flatMap((value) => [{ name: value }, { userName: value }, { name: value, userName: "a" }]),
      { readOnly: false },
    ),
  })
  .map(
    ({ realm, from, length, limit, by }): EventQuery => ({ realm, from, to: from + length, limit, ...by }),
  );

test("a look-up finds the newest of what a search of everything finds", () => {
  fc.assert(
    fc.property(
      fc.array(stepOf, { minLength: 20, maxLength: 120 }),
      fc.array(queryOf, { minLength: 5, maxLength: 20 }),
      (steps, queries) => {
        const tables = openTables();
        try {
          for (const [at, step] of steps.entries()) {
            if ("add" in step) tables.add(step.add.map(({ realm, ...parts }) => event(realm, parts)));
            else if ("index" in step) for (let left = step.index; left > 0 && tables.index(); left -= 1);
            else tables.purge(step.purge, step.limit);
            tables.assertFinds(queries[at % queries.length]!);
          }
          for (const query of queries) tables.assertFinds(query);
        } finally {
          tables.close();
        }
      },
    ),
    { numRuns: 40 },
  );
});

test("a look-up finds each event once, however many wait and whatever is indexed meanwhile", () => {
  for (const waiting of [20, 600, 700]) {
    const tables = openTables();
    for (let at = 0; at < 700; at += 1) {
      tables.add([event("account/1", { time: (at * 7919) % 1000, name: at % 3 === 0 ? "b" : "a" })]);
      if (at === 700 - waiting) while (tables.index());
    }
    const query = { realm: "account/1", from: 0, to: 1000, limit: 500, name: "a" };
    tables.assertFinds(query, () => {
      for (let step = 0; step < 40; step += 1) tables.index();
    });
    tables.assertFinds({ ...query, limit: 5, from: 200, to: 700 });
    tables.close();
  }
});

test("runs are merged, a look-up finds an event in them by its id, and nothing is left of what is purged", () => {
  const tables = openTables(usual);
  const blocks = usual.blocksOfRun * (usual.runsOfMerged + 2);
  const end = blocks * 61_000;
  // A minute apart, so that each is a block.
  const events = Array.from({ length: blocks }, (_, at) =>
    event("account/1", { time: at * 61_000, userName: `user-${at % 50}` }),
  );
  for (let at = 0; at < blocks; at += 64) {
    tables.add(events.slice(at, at + 64));
    while (tables.index());
  }
  assert.equal(tables.count("event_run WHERE merged = 1"), 1);
  assert.ok(tables.count("event_run WHERE merged = 0") < usual.runsOfMerged);
  const all = events.toReversed();
  for (let at = 0; at < blocks; at += 500) {
    const { id } = events[at]!;
    tables.assertFinds({ realm: "account/1", from: 0, to: end, limit: 10, id }, undefined, all);
    tables.assertFinds({ realm: "account/2", from: 0, to: end, limit: 10, id });
  }
  const query = { realm: "account/1", from: end / 10, to: end / 2, limit: 50, userName: "user-7" };
  tables.assertFinds(query, undefined, all);
  assert.equal(tables.purge(end, blocks), blocks);
  for (const table of ["event_block", "event_position", "event_run", "event_value"]) {
    assert.equal(tables.count(table), 0, table);
  }
  tables.close();
});
