import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { KeyRow, WrappedKeys } from "../../src/contract.ts";
import type { Fixture } from "../contract-suite.ts";
import { allEvents, commitOf, entityIds, event, newRealm, user, write } from "../samples.ts";

const deployment = {
  id: "deployment-1",
  incarnation: "incarnation-1",
  partition: "aws",
  keyCheck: new Uint8Array([1, 2, 255, 0]),
};
const key: KeyRow = {
  number: 1,
  purpose: "session",
  wrapped: new Uint8Array([0, 9, 200]),
  created: 5,
  active: true,
  retired: undefined,
};

export function deploymentTests(fixture: Fixture): void {
  describe("the first start", () => {
    test("nothing was ever kept before it", async () => {
      assert.equal(await fixture.storage.deployment(), undefined);
      assert.equal(await fixture.storage.begun(), false);
      assert.deepEqual(await fixture.storage.keys(), []);
      assert.equal((await fixture.storage.confirm([])).incarnation, "");
    });

    test("one that fails leaves nothing, and the next one keeps all of it in one transaction", async () => {
      const { storage, faults } = fixture;
      const realm = newRealm();
      const first = commitOf({ writes: [write(realm, 1, [user("root")])], events: [event(realm)] });
      faults.begin("fail-midway", 1);
      await assert.rejects(storage.initialize(deployment, [key], first), { kind: "away" });
      assert.equal(await storage.deployment(), undefined);
      assert.equal(await storage.begun(), false);
      assert.deepEqual(await storage.keys(), []);

      await storage.initialize(deployment, [key], first);
      assert.equal(await storage.begun(), true);
      const { format, ...kept } = (await storage.deployment())!;
      assert.deepEqual({ ...kept, keyCheck: new Uint8Array(kept.keyCheck) }, deployment);
      assert.ok(format >= 1);
      assert.equal((await storage.confirm([])).incarnation, deployment.incarnation);
      assert.deepEqual(await storage.keys(), [key]);
      assert.deepEqual(await entityIds(storage, realm), ["root"]);
      assert.equal((await allEvents(storage, realm)).length, 1);
    });

    test("a second first start is refused and changes nothing", async () => {
      const realm = newRealm();
      const again = fixture.storage.initialize(
        { ...deployment, id: "deployment-2" },
        [{ ...key, number: 2 }],
        commitOf({ writes: [write(realm, 1)] }),
      );
      await assert.rejects(again, { kind: "lost-race" });
      assert.equal((await fixture.storage.deployment())?.id, "deployment-1");
      assert.equal((await fixture.storage.keys()).length, 1);
      assert.equal(await fixture.storage.realmExists(realm), false);
    });
  });

  describe("replacing the keys", () => {
    const rewrapped: KeyRow = { ...key, wrapped: new Uint8Array([7]), active: false, retired: 9 };
    const next: KeyRow = { ...key, number: 2, purpose: "marker" };
    const last: KeyRow = { ...key, number: 4_294_967_295, created: 2 ** 45, retired: 2 ** 45 };

    async function kept(): Promise<WrappedKeys> {
      const { storage } = fixture;
      const { keyCheck } = (await storage.deployment())!;
      return { rows: await storage.keys(), keyCheck: new Uint8Array(keyCheck) };
    }

    test("adds, wraps anew and takes away, with its commit, and they come back byte for byte", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      for (const rows of [[rewrapped, next], [rewrapped, next, last], [last]]) {
        const before = await kept();
        const wanted = { rows, keyCheck: new Uint8Array([rows.length, 0, 255]) };
        const revision = ((await storage.loadRealm(realm))?.revision ?? 0) + 1;
        const commit = commitOf({ writes: [write(realm, revision)], events: [event(realm)] });
        await storage.replaceKeys(before, wanted, commit);
        assert.deepEqual(await kept(), wanted);
        assert.equal((await storage.loadRealm(realm))?.revision, revision);
        assert.equal(await storage.wasCommitted(commit), true);
      }
      assert.equal((await allEvents(storage, realm)).length, 3);
      assert.equal((await storage.deployment())?.id, "deployment-1");
    });

    test("fails where any of it is no longer what was read, and changes nothing", async () => {
      const { storage } = fixture;
      const realm = newRealm();
      const before = await kept();
      const [row] = before.rows;
      const stale: readonly WrappedKeys[] = [
        { ...before, keyCheck: new Uint8Array([1]) },
        { ...before, rows: [] },
        { ...before, rows: [...before.rows, next] },
        { ...before, rows: [{ ...row!, number: 3 }] },
        { ...before, rows: [{ ...row!, purpose: "spool" }] },
        { ...before, rows: [{ ...row!, wrapped: new Uint8Array([1]) }] },
        { ...before, rows: [{ ...row!, created: 1 }] },
        { ...before, rows: [{ ...row!, active: !row!.active }] },
        { ...before, rows: [{ ...row!, retired: undefined }] },
      ];
      for (const read of stale) {
        const commit = commitOf({ writes: [write(realm, 1)], events: [event(realm)] });
        await assert.rejects(storage.replaceKeys(read, { rows: [next], keyCheck: key.wrapped }, commit), {
          kind: "lost-race",
        });
        assert.deepEqual(await kept(), before);
      }
      assert.equal(await storage.realmExists(realm), false);
      assert.deepEqual(await allEvents(storage, realm), []);
    });

    test("leaves the keys as they were where its commit loses a race, or fails midway", async () => {
      const { storage, faults } = fixture;
      const realm = newRealm();
      const before = await kept();
      const wanted = { rows: [next], keyCheck: key.wrapped };
      const behind = commitOf({ writes: [write(realm, 2)] });
      await assert.rejects(storage.replaceKeys(before, wanted, behind), { kind: "lost-race" });
      const relied = commitOf({ relied: [{ realm, revision: 5 }] });
      await assert.rejects(storage.replaceKeys(before, wanted, relied), { kind: "lost-race" });
      faults.begin("fail-midway", 1);
      const first = commitOf({ writes: [write(realm, 1)] });
      await assert.rejects(storage.replaceKeys(before, wanted, first), { kind: "away" });
      assert.deepEqual(await kept(), before);
    });

    test("of two at the same time lets one win", async () => {
      const { storage } = fixture;
      const before = await kept();
      const asked = [1, 2, 3, 4].map((number) =>
        storage.replaceKeys(before, { ...before, rows: [{ ...key, number }] }, commitOf({})),
      );
      const won = (await Promise.allSettled(asked)).map(({ status }) => status === "fulfilled");
      assert.equal(won.filter(Boolean).length, 1);
      assert.equal((await storage.keys())[0]?.number, won.indexOf(true) + 1);
    });
  });
}
