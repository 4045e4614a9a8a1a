import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { EventQuery, EventRow } from "../../src/contract.ts";
import { matches, newestFirst } from "../../src/event-order.ts";
import type { Fixture } from "../contract-suite.ts";
import { allEvents, commitOf, event, newRealm, write } from "../samples.ts";

const anyTime = { from: 0, to: Number.MAX_SAFE_INTEGER };

export function eventTests(fixture: Fixture): void {
  describe("events", () => {
    test("an event comes back as it was, with all its columns or with the fewest", async () => {
      const realm = newRealm();
      const full = event(realm, {
        userName: "ann",
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        readOnly: true,
        resources: [
          { type: "AWS::IAM::User", name: "bob" },
          { type: "AWS::IAM::User", name: "bob" },
        ],
        record: '{"a":"é\\u0000\u{1f512}"}',
      });
      const least = event(realm, { time: full.time - 1 });
      await fixture.storage.appendEvents([least, full]);
      assert.deepEqual(await allEvents(fixture.storage, realm), [full, least]);
    });

    test("values that no database can tell apart stop no later event, and each event is found by its own", async () => {
      const realm = newRealm();
      const odd = ["\ud800", "\udfff", "\ufffd", "a\0b", "a\0c", "a", "", "x".repeat(300_000)];
      const time = 1_000_000;
      const events = odd.map((text) =>
        event(realm, { time, userName: text, name: text, resources: [{ type: text, name: text }] }),
      );
      await fixture.storage.appendEvents(events);
      const later = Array.from({ length: 130 }, () => event(realm));
      for (const each of later) await fixture.storage.appendEvents([each]);
      for (const [at, text] of odd.entries()) {
        for (const filter of [
          { userName: text },
          { name: text },
          { resourceName: text },
          { resourceType: text },
        ]) {
          const found = await fixture.storage.findEvents({ realm, ...anyTime, limit: 10, ...filter });
          assert.deepEqual(found, [events[at]]);
        }
      }
      assert.equal(await fixture.storage.purgeEvents(time + 1, 100), odd.length);
      assert.equal((await allEvents(fixture.storage, realm)).length, later.length);
    });

    test("an event that is there already is left as it is", async () => {
      const realm = newRealm();
      const [a, b] = [event(realm), event(realm)];
      await fixture.storage.appendEvents([a]);
      await fixture.storage.appendEvents([a, b]);
      assert.equal((await allEvents(fixture.storage, realm)).length, 2);
    });

    test("another event at the same position is refused, with all that came with it", async () => {
      const realm = newRealm();
      const first = event(realm);
      await fixture.storage.appendEvents([first]);
      const second = event(realm, { writer: first.writer, sequence: first.sequence });
      await assert.rejects(fixture.storage.appendEvents([event(realm), second]));
      await assert.rejects(fixture.storage.commit(commitOf({ writes: [write(realm, 1)], events: [second] })));
      assert.deepEqual(await allEvents(fixture.storage, realm), [first]);
      assert.equal(await fixture.storage.realmExists(realm), false);
    });

    test("events of another realm go out with a commit", async () => {
      const [here, there] = [newRealm(), newRealm()];
      await fixture.storage.commit(
        commitOf({ writes: [write(here, 1)], events: [event(here), event(there)] }),
      );
      assert.equal((await allEvents(fixture.storage, here)).length, 1);
      assert.equal((await allEvents(fixture.storage, there)).length, 1);
    });

    test("a look-up finds what its filters say, newest first, page by page", async () => {
      const realm = newRealm();
      const some = <T>(...values: T[]) => fc.constantFrom(...values);
      const rows = fc.array(
        fc.record({
          writer: some("w1", "w2"),
          time: some(1000, 1001, 1002, 1003),
          name: some("CreateUser", "GetUser"),
          source: some("iam.amazonaws.com", "sts.amazonaws.com"),
          readOnly: fc.boolean(),
          userName: some(undefined, "ann", "bob"),
          accessKeyId: some(undefined, "AKIA1"),
          resources: fc.array(
            fc.record({ type: some("User", "Role"), name: some("x", "y") }, { noNullPrototype: true }),
            {
              maxLength: 2,
            },
          ),
        }),
        { minLength: 60, maxLength: 60 },
      );
      const events = fc.sample(rows, { numRuns: 1, seed: 7 })[0]!.map((parts) => event(realm, parts));
      await fixture.storage.appendEvents(events);
      const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 1 });
      const filters = fc.record({
        from: some(0, 1001),
        to: some(1002, 5000),
        limit: some(1, 3, 100),
        id: fc.option(fc.constantFrom(...events.map(({ id }) => id)), { nil: undefined, freq: 8 }),
        name: optional(some("CreateUser", "GetUser", "Absent")),
        source: optional(some("iam.amazonaws.com", "sts.amazonaws.com")),
        readOnly: optional(fc.boolean()),
        userName: optional(some("ann", "bob")),
        accessKeyId: optional(some("AKIA1")),
        resourceType: optional(some("User", "Role")),
        resourceName: optional(some("x", "y")),
      });
      await fc.assert(
        fc.asyncProperty(filters, async (filter) => {
          const query = defined({ realm, ...filter });
          const expected = events.filter((row) => matches(query, row)).sort(newestFirst);
          assert.deepEqual(await everyPage(fixture, query), expected);
        }),
        { numRuns: 60 },
      );
    });

    test("what came in many calls, in any order of time, is found by every filter, newest first", async () => {
      const realm = newRealm();
      const other = newRealm();
      const events = Array.from({ length: 700 }, (_, at) =>
        event(at % 9 === 8 ? other : realm, {
          writer: `w${at % 3}`,
          // Hours apart, minutes apart, and now and then back in time.
          time: 1_000_000 + ((at * 7919) % 50) * 60_000 + (at % 5) * 3_600_000 + (at % 7),
          name: `Name${at % 4}`,
          source: at % 2 === 0 ? "iam.amazonaws.com" : "sts.amazonaws.com",
          readOnly: at % 3 !== 0,
          userName: at % 5 === 0 ? undefined : `user-${at % 40}`,
          accessKeyId: at % 6 === 0 ? undefined : `AKIA${at % 50}`,
          resources: at % 4 === 0 ? [] : [{ type: `Type${at % 2}`, name: `resource-${at % 60}` }],
        }),
      );
      let at = 0;
      for (const size of Array.from({ length: 200 }, (_, call) => [1, 1, 1, 30, 2, 7][call % 6]!)) {
        await fixture.storage.appendEvents(events.slice(at, at + size));
        at += size;
      }
      assert.ok(at >= events.length);
      const filters: Partial<EventQuery>[] = [
        {},
        { readOnly: false },
        { readOnly: true },
        { name: "Name1" },
        { source: "sts.amazonaws.com" },
        { userName: "user-7" },
        { accessKeyId: "AKIA1" },
        { resourceName: "resource-13" },
        { resourceType: "Type1", name: "Name3" },
        { resourceName: "resource-13", resourceType: "Type0" },
        { id: events[13]!.id },
        { from: 1_000_000 + 3_600_000, to: 1_000_000 + 2 * 3_600_000 },
        { name: "Name2", from: 1_000_000 + 3_600_000, to: 1_000_000 + 3_600_000 + 60_000 },
      ];
      for (const filter of filters) {
        const query: EventQuery = { realm, ...anyTime, ...filter, limit: 37 };
        const expected = events.filter((row) => matches(query, row)).sort(newestFirst);
        assert.deepEqual(await everyPage(fixture, query), expected, JSON.stringify(filter));
      }
      // What is purged from the middle of what came together leaves the rest where it can be found.
      const middle = 1_000_000 + 2 * 3_600_000;
      assert.equal(await fixture.storage.purgeEvents(middle, 100), 100);
      while ((await fixture.storage.purgeEvents(middle, 100)) > 0);
      for (const filter of filters) {
        const query: EventQuery = { realm, ...anyTime, ...filter, limit: 37 };
        const expected = events.filter((row) => row.time >= middle && matches(query, row)).sort(newestFirst);
        assert.deepEqual(await everyPage(fixture, query), expected, JSON.stringify(filter));
      }
    });

    test("old events are purged in batches, of every realm, and can no longer be looked up", async () => {
      const [a, b] = [newRealm(), newRealm()];
      const resources = [{ type: "User", name: "x" }];
      const old = [1, 2, 3].map((time) => event(a, { time, resources }));
      const other = event(b, { time: 4 });
      const young = event(a, { time: 1000, resources });
      await fixture.storage.appendEvents([...old, other, young]);
      assert.equal(await fixture.storage.purgeEvents(1000, 2), 2);
      assert.equal((await allEvents(fixture.storage, a)).length, 2);
      assert.equal(await fixture.storage.purgeEvents(1000, 100), 2);
      assert.equal(await fixture.storage.purgeEvents(1000, 100), 0);
      assert.deepEqual(await allEvents(fixture.storage, a), [young]);
      assert.deepEqual(await allEvents(fixture.storage, b), []);
      const found = await fixture.storage.findEvents({ realm: a, ...anyTime, resourceName: "x", limit: 10 });
      assert.deepEqual(found, [young]);
    });
  });
}

/** A query without the filters that are undefined. */
function defined(query: Record<string, unknown>): EventQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;
}

async function everyPage({ storage }: Fixture, query: EventQuery): Promise<EventRow[]> {
  const all: EventRow[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await storage.findEvents(last === undefined ? query : { ...query, before: last });
    assert.ok(page.length <= query.limit);
    if (page.length === 0) return all;
    all.push(...page);
  }
}
