import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { KeyRow } from "../../src/contract.ts";
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
};

export function deploymentTests(fixture: Fixture): void {
  describe("the first start", () => {
    test("nothing was ever kept before it", async () => {
      assert.equal(await fixture.storage.deployment(), undefined);
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
      assert.deepEqual(await storage.keys(), []);

      await storage.initialize(deployment, [key], first);
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

    test("a key is added, and wrapped anew in place", async () => {
      const { storage } = fixture;
      const next: KeyRow = { ...key, number: 2, purpose: "marker" };
      await storage.putKey(next);
      const rewrapped: KeyRow = { ...key, wrapped: new Uint8Array([7]), active: false };
      await storage.putKey(rewrapped);
      assert.deepEqual(await storage.keys(), [rewrapped, next]);
    });
  });
}
