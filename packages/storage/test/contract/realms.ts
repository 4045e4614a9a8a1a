import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { EntityRow, RealmWrite } from "../../src/contract.ts";
import { tailBounds } from "../../src/tail-bounds.table.ts";
import type { Fixture } from "../contract-suite.ts";
import { namesCommitter } from "../names-realm.ts";
import { allEvents, commitOf, entityIds, event, newRealm, user, write } from "../samples.ts";

/** Any but the halves of surrogate pairs. fast-check's own unit of this kind takes half a second to be made. */
const codePoint = fc.oneof(
  { arbitrary: fc.nat(0x7f), weight: 2 },
  { arbitrary: fc.nat(0xd7ff), weight: 1 },
  { arbitrary: fc.integer({ min: 0xe000, max: 0x10ffff }), weight: 1 },
);

export function realmTests(fixture: Fixture): void {
  describe("realms", () => {
    test("a realm that was never made is not there", async () => {
      const realm = newRealm();
      assert.equal(await fixture.storage.realmExists(realm), false);
      assert.equal(await fixture.storage.loadRealm(realm), undefined);
      assert.deepEqual((await fixture.storage.confirm([realm])).revisions, []);
    });

    test("a realm is made, changed and loaded as it stands", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      await storage.commit(commitOf({ writes: [write(realm, 1, [user("ann"), user("bob")])] }));
      const second = write(realm, 2, [{ ...user("ann", '{"v":2}'), v: 2 }], [{ kind: "user", id: "bob" }]);
      await storage.commit(commitOf({ writes: [second] }));
      assert.deepEqual(await storage.loadRealm(realm), {
        realm,
        revision: 2,
        changeId: second.changeId,
        entities: [{ kind: "user", id: "ann", v: 2, body: '{"v":2}' }],
      });
      assert.equal(await storage.realmExists(realm), true);
      const { revisions, clock } = await storage.confirm([realm, newRealm()]);
      assert.deepEqual(revisions, [{ realm, revision: 2, changeId: second.changeId }]);
      assert.ok(Math.abs(clock - Date.now()) < 1000);
    });

    test("entities of one id and two kinds, or of two realms, do not meet", async () => {
      const { storage } = fixture;
      const [a, b] = [newRealm(), newRealm()];
      const group = { ...user("x", "group"), kind: "group" };
      await storage.commit(commitOf({ writes: [write(a, 1, [user("x"), group]), write(b, 1, [user("x")])] }));
      await storage.commit(commitOf({ writes: [write(a, 2, [], [{ kind: "user", id: "x" }])] }));
      assert.deepEqual((await storage.loadRealm(a))?.entities, [group]);
      assert.deepEqual(await entityIds(storage, b), ["x"]);
    });

    test("the newest format of each kind is told, over all realms and as it stands", async () => {
      const { storage } = fixture;
      const [a, b] = [newRealm(), newRealm()];
      const kind = `thing-${a}`;
      const newest = async () => (await storage.formats()).filter((each) => each.kind === kind);
      const thing = (id: string, v: number): EntityRow => ({ kind, id, v, body: "{}" });
      assert.deepEqual(await newest(), []);
      await storage.commit(
        commitOf({ writes: [write(a, 1, [thing("x", 1)]), write(b, 1, [thing("x", 3)])] }),
      );
      await storage.commit(commitOf({ writes: [write(a, 2, [thing("y", 2)])] }));
      assert.deepEqual(await newest(), [{ kind, v: 3 }]);
      await storage.commit(commitOf({ writes: [write(b, 2, [thing("x", 1)])] }));
      assert.deepEqual(await newest(), [{ kind, v: 2 }]);
      await storage.commit(commitOf({ writes: [write(a, 3, [], [thing("x", 1), thing("y", 2)])] }));
      await storage.commit(commitOf({ writes: [write(b, 3, [], [thing("x", 1)])] }));
      assert.deepEqual(await newest(), []);
    });

    test("of several writers of one revision exactly one wins, and the others write nothing", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      await storage.commit(commitOf({ writes: [write(realm, 1)] }));
      const writers = ["a", "b", "c", "d"].map((name) =>
        storage.commit(commitOf({ writes: [write(realm, 2, [user(name)])], events: [event(realm)] })),
      );
      const ends = await Promise.allSettled(writers);
      const lost = ends.filter((end) => end.status === "rejected");
      assert.deepEqual(
        lost.map(({ reason }) => reason.kind),
        ["lost-race", "lost-race", "lost-race"],
      );
      assert.equal((await entityIds(storage, realm))?.length, 1);
      assert.equal((await allEvents(storage, realm)).length, 1);
    });

    test("of two that make the same realm one wins", async () => {
      const realm = newRealm();
      const make = () => fixture.storage.commit(commitOf({ writes: [write(realm, 1)] }));
      const ends = await Promise.allSettled([make(), make()]);
      assert.deepEqual(ends.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    });

    test("a lost race in one realm leaves the other realm of the commit untouched", async () => {
      const { storage } = fixture;
      const [good, moved] = [newRealm(), newRealm()];
      await storage.commit(commitOf({ writes: [write(good, 1), write(moved, 1)] }));
      await storage.commit(commitOf({ writes: [write(moved, 2)] }));
      const both = commitOf({ writes: [write(good, 2, [user("x")]), write(moved, 2)] });
      await assert.rejects(storage.commit(both), { kind: "lost-race", taken: undefined });
      assert.deepEqual(await entityIds(storage, good), []);
    });

    test("a commit holds only while what it relied on has not moved", async () => {
      const { storage } = fixture;
      const [realm, other, absent] = [newRealm(), newRealm(), newRealm()];
      await storage.commit(commitOf({ writes: [write(realm, 1), write(other, 1)] }));
      const relied = [
        { realm: other, revision: 1 },
        { realm: absent, revision: 0 },
      ];
      await storage.commit(commitOf({ writes: [write(realm, 2)], relied }));
      await storage.commit(commitOf({ writes: [write(other, 2)] }));
      await assert.rejects(storage.commit(commitOf({ writes: [write(realm, 3)], relied })), {
        kind: "lost-race",
      });
      await assert.rejects(
        storage.commit(commitOf({ writes: [write(realm, 3)], relied: [{ realm: absent, revision: 1 }] })),
        { kind: "lost-race" },
      );
    });

    test("a change computed from another change of the same revision loses its race, and writes nothing", async () => {
      const { storage } = fixture;
      const [realm, beside] = [newRealm(), newRealm()];
      const made = write(realm, 1, [user("ann")]);
      await storage.commit(commitOf({ writes: [made, write(beside, 1)] }));
      const elsewhere = { ...write(realm, 2, [user("bob")]), expectedChangeId: randomUUID() };
      const lost = commitOf({ writes: [elsewhere, write(beside, 2)], events: [event(realm)] });
      await assert.rejects(storage.commit(lost), { kind: "lost-race", taken: undefined });
      assert.equal(await storage.wasCommitted(lost), false);
      const { revisions } = await storage.confirm([realm, beside]);
      assert.deepEqual(
        revisions.map(({ revision }) => revision),
        [1, 1],
        "nothing need be moved for it to stay lost",
      );
      assert.deepEqual(await allEvents(storage, realm), []);
      const second = { ...write(realm, 2, [user("bob")]), expectedChangeId: made.changeId };
      const third = { ...write(realm, 3, [user("cid")]), expectedChangeId: second.changeId };
      await storage.commit(commitOf({ writes: [second, third] }));
      assert.deepEqual(await entityIds(storage, realm), ["ann", "bob", "cid"]);
    });

    test("a commit that relied on another change of the same revision loses its race", async () => {
      const { storage } = fixture;
      const [realm, other] = [newRealm(), newRealm()];
      const made = write(other, 1);
      const own = write(realm, 1);
      await storage.commit(commitOf({ writes: [own, made] }));
      const stands = { realm: other, revision: 1, changeId: made.changeId };
      const elsewhere = { ...stands, changeId: randomUUID() };
      const ownElsewhere = { realm, revision: 1, changeId: randomUUID() };
      for (const relied of [[elsewhere], [stands, elsewhere], [ownElsewhere]]) {
        await assert.rejects(storage.commit(commitOf({ writes: [write(realm, 2)], relied })), {
          kind: "lost-race",
        });
      }
      const ownStands = { realm, revision: 1, changeId: own.changeId };
      const relied = [stands, { realm: other, revision: 1 }, ownStands];
      await storage.commit(commitOf({ writes: [write(realm, 2)], relied }));
    });

    test("several changes of a realm go out as one, and each stays in the tail", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      const writes = [
        write(realm, 1, [user("ann", "1")]),
        write(realm, 2, [user("ann", "2"), user("bob")]),
        write(realm, 3, [user("bob", "again")], [{ kind: "user", id: "bob" }]),
        write(realm, 4, [], [{ kind: "user", id: "ann" }]),
      ];
      await storage.commit(commitOf({ writes }));
      assert.deepEqual(await storage.loadRealm(realm), {
        realm,
        revision: 4,
        changeId: writes[3]!.changeId,
        entities: [user("bob", "again")],
      });
      assert.deepEqual(await storage.changesFrom(realm, 2), writes.slice(1));
      assert.deepEqual(await storage.changesFrom(realm, 5), []);
    });

    test("writes that leave a gap, or texts that would come back otherwise, are refused whole", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      const refused: readonly (readonly RealmWrite[])[] = [
        [write(realm, 1), write(realm, 3)],
        [write(realm, 1), write(realm, 1)],
        [{ ...write(realm, 1), revision: 2 }],
        [write(realm, 0)],
        [{ ...write(realm, 1), expectedChangeId: randomUUID() }],
        [{ ...write(realm, 2), expectedChangeId: "" }],
        [write(realm, 1), { ...write(realm, 2), expectedChangeId: randomUUID() }],
        [write(realm, 1, [user("x", '"\ud800"')])],
        [write(realm, 1, [user("\udc00")])],
        [write(realm, 1, [user("a\0b")])],
      ];
      for (const writes of refused) await assert.rejects(storage.commit(commitOf({ writes })), TypeError);
      assert.equal(await storage.realmExists(realm), false);
    });

    test("a tail as long as the bounds is given whole, and a longer one not at all", async () => {
      const { storage } = fixture;
      const [many, large] = [newRealm(), newRealm()];
      const writes = Array.from({ length: tailBounds.changes + 1 }, (_, n) => write(many, n + 1));
      await storage.commit(commitOf({ writes }));
      assert.deepEqual(await storage.changesFrom(many, 1), []);
      assert.deepEqual(await storage.changesFrom(many, 2), writes.slice(1));

      const body = "x".repeat(tailBounds.bytes / 2);
      for (const revision of [1, 2]) {
        await storage.commit(commitOf({ writes: [write(large, revision, [user("ann", body)])] }));
      }
      assert.deepEqual(await storage.changesFrom(large, 1), []);
      assert.equal((await storage.changesFrom(large, 2))[0]?.puts[0]?.body.length, body.length);
    });

    test("a node that is further behind than the tail may be long catches up all the same", async () => {
      const here = await namesCommitter(fixture.storage);
      const { realm } = here;
      const writes = Array.from({ length: tailBounds.changes + 1 }, (_, n) =>
        write(realm, n + 2, [user(`${n}`)]),
      );
      await fixture.storage.commit(commitOf({ writes }));
      const seen = { realm, revision: writes.length + 1, changeId: writes.at(-1)!.changeId };
      assert.equal(await here.cell.meet(seen, fixture.storage), true);
      assert.equal(here.current().size, writes.length);
    });

    test("the tail of changes is purged in batches, and the realm stays", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      for (let revision = 1; revision <= 5; revision += 1) {
        await storage.commit(commitOf({ writes: [write(realm, revision, [user(`u${revision}`)])] }));
      }
      assert.equal(await storage.purgeChanges(0, 100), 0);
      assert.equal((await storage.changesFrom(realm, 1)).length, 5);
      assert.equal(await storage.purgeChanges(Date.now() + 60_000, 1), 1);
      while ((await storage.purgeChanges(Date.now() + 60_000, 1000)) > 0);
      assert.deepEqual(await storage.changesFrom(realm, 1), []);
      assert.equal((await entityIds(storage, realm))?.length, 5);
    });

    test("every body comes back as it was", async () => {
      const texts = fc.array(codePoint, { maxLength: 300 }).map((points) => String.fromCodePoint(...points));
      await fc.assert(
        fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 8 }), async (bodies) => {
          const realm = newRealm();
          const rows: EntityRow[] = bodies.map((body, index) => user(`u${index}`, body));
          await fixture.storage.commit(commitOf({ writes: [write(realm, 1, rows)] }));
          assert.deepEqual((await fixture.storage.loadRealm(realm))?.entities, rows);
          assert.deepEqual((await fixture.storage.changesFrom(realm, 1))[0]?.puts, rows);
        }),
        { numRuns: 25 },
      );
    });

    const { reopen } = fixture.driver;
    if (reopen === undefined) return;
    test("a reopened storage holds all of it", async () => {
      const realm = newRealm();
      await fixture.storage.commit(
        commitOf({ writes: [write(realm, 1, [user("ann")])], events: [event(realm)] }),
      );
      await fixture.storage.putLocator("alias", realm, realm);
      await fixture.storage.mergeUsage([{ realm, kind: "key", id: "k", time: 1, body: "b" }]);
      fixture.storage = await reopen(fixture.storage, fixture.faults);
      assert.deepEqual(await entityIds(fixture.storage, realm), ["ann"]);
      assert.equal((await allEvents(fixture.storage, realm)).length, 1);
      assert.equal(await fixture.storage.locate("alias", realm), realm);
      assert.equal((await fixture.storage.readUsage(realm)).length, 1);
    });
  });
}
