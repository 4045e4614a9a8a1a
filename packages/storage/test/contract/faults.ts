import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Commit, Storage } from "../../src/contract.ts";
import type { FaultKind } from "../../src/faults.ts";
import type { Fixture } from "../contract-suite.ts";
import { allEvents, commitOf, entityIds, event, newRealm, user, write } from "../samples.ts";

/** Faults under which a change fails, and the kind that it fails with. */
const failing: readonly (readonly [Exclude<FaultKind, "none">, string])[] = [
  ["full-disk", "away"],
  ["read-only", "away"],
  ["failing-fsync", "unknown"],
  ["fail-midway", "away"],
];

export function faultTests(fixture: Fixture): void {
  describe("faults", () => {
    for (const [fault, kind] of failing) {
      test(`with ${fault}, changes fail whole, reads go on, and it recovers by itself`, async () => {
        const { storage, faults } = fixture;
        const realm = newRealm();
        await storage.commit(commitOf({ writes: [write(realm, 1, [user("ann")])], events: [event(realm)] }));
        const second = commitOf({ writes: [write(realm, 2, [user("bob")])], events: [event(realm)] });
        faults.begin(fault);
        await assert.rejects(storage.commit(second), { name: "StorageError", kind });
        await assert.rejects(storage.commit(second), { kind });
        assert.deepEqual(await entityIds(storage, realm), ["ann"]);
        assert.equal((await allEvents(storage, realm)).length, 1);
        assert.equal(await storage.wasCommitted(second), false);
        faults.end();
        await storage.commit(await attemptedAgain(storage, second));
        assert.deepEqual(await entityIds(storage, realm), ["ann", "bob"]);
        assert.equal((await allEvents(storage, realm)).length, 2);
      });
    }

    test("with every commit losing its first race, the second attempt wins", async () => {
      const { storage, faults } = fixture;
      const realm = newRealm();
      faults.begin("lose-race");
      for (const revision of [1, 2]) {
        const commit = commitOf({ writes: [write(realm, revision)], events: [event(realm)] });
        await assert.rejects(storage.commit(commit), { kind: "lost-race" });
        await storage.commit(commit);
      }
      faults.end();
      assert.equal((await storage.loadRealm(realm))?.revision, 2);
    });

    test("after an unknown outcome the storage can say whether it was committed", async () => {
      const { storage, faults } = fixture;
      const realm = newRealm();
      const claim = { realm, kind: "code", id: "1", expires: 1, body: "mine" };
      const commits = [
        commitOf({ writes: [write(realm, 1)] }),
        commitOf({ events: [event(realm)] }),
        commitOf({ once: [claim] }),
      ];
      for (const commit of commits) {
        faults.begin("forget-outcome", 1);
        await assert.rejects(storage.commit(commit), { kind: "unknown" });
        assert.equal(await storage.wasCommitted(commit), true);
      }
      assert.equal(await storage.wasCommitted(commitOf({ once: [{ ...claim, body: "other" }] })), false);
      assert.equal(await storage.wasCommitted(commitOf({ writes: [write(realm, 1)] })), false);
      await storage.commit(commitOf({ writes: [write(realm, 2)] }));
      assert.equal(await storage.wasCommitted(commits[0]!), true);
    });

    test("a commit that was not durable when it was asked for loses its race, whenever it arrives", async () => {
      const { storage } = fixture;
      const [made, changed] = [newRealm(), newRealm()];
      await storage.commit(commitOf({ writes: [write(changed, 1)] }));
      for (const late of [write(made, 1), write(changed, 2)]) {
        const commit = commitOf({ writes: [late], events: [event(late.realm)] });
        assert.equal(await storage.wasCommitted(commit), false);
        await storage.commit(await attemptedAgain(storage, commit));
        await assert.rejects(storage.commit(commit), { kind: "lost-race" });
        assert.equal(await storage.wasCommitted(commit), false);
        assert.equal((await allEvents(storage, late.realm)).length, 1);
      }
    });

    test("when the database does not answer, reads and changes say so", async () => {
      const { storage, faults } = fixture;
      faults.begin("unreachable");
      await assert.rejects(storage.loadRealm(newRealm()), { kind: "away" });
      await assert.rejects(storage.appendEvents([event(newRealm())]), { kind: "away" });
      faults.end();
      assert.equal(await storage.loadRealm(newRealm()), undefined);
    });
  });
}

/** The same change attempted on the newest state: its realm may have been moved on so that the first never happens. */
async function attemptedAgain(storage: Storage, { writes: [first], events }: Commit): Promise<Commit> {
  const { realm, puts, deletes } = first!;
  const revision = (await storage.loadRealm(realm))?.revision ?? 0;
  return commitOf({ writes: [write(realm, revision + 1, puts, deletes)], events });
}
