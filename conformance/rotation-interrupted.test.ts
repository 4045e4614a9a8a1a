/** Rotations that do not go the straight way: killed nodes, other master keys, secrets that do not open. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { memoryMasterKey, severalMasterKeys } from "@portcullis/keys";
import { type Storage, StorageError } from "@portcullis/storage";
import { describeKeys } from "../packages/server/src/keys/operated-keys.ts";
import { rotationStatus, startRotation } from "../packages/server/src/keys/rotation.ts";
import { callsOf, done, newUser } from "./support/calls.ts";
import { inMemory, inPostgres } from "./support/drivers.ts";
import { keptNumbers, keptSecrets, ownEvents } from "./support/kept-keys.ts";
import {
  accountRealms,
  assertSealedAnew,
  begin,
  rotationFixture,
  sessionOf,
  settled,
  stage,
  until,
} from "./support/rotation.ts";
import { NEVER, SOON } from "./support/runtime-nodes.ts";

/** Of a node beside which there is none, and that therefore may be slow to read what it wrote. */
const ALONE = { keysEvery: SOON / 5 };

/** The driver behind the contract makes little difference here, and much of the time that it takes. */
const drivers = process.env.PORTCULLIS_SOAK === undefined ? [inMemory] : [inMemory, inPostgres];

for (const driver of drivers) {
  describe(`on ${driver.name}`, () => {
    const fixture = rotationFixture(driver);

    describe("a rotation that is interrupted", () => {
      const writes = ["announced", "used", "retired", "sealed anew", "dropped"] as const;

      for (const [at, name] of writes.entries()) {
        for (const durable of driver === inPostgres ? [true] : [true, false]) {
          test(`is finished by the next node: keys ${name}, and the write ${durable ? "was" : "was not"} kept`, async () => {
            let count = 0;
            const { promise: reached, resolve } = Promise.withResolvers<void>();
            let dead = false;
            /** Ends the node at its write number `at`; those that lose a race do not count. */
            const ending = async (write: () => Promise<void>): Promise<void> => {
              if (dead) throw new StorageError("away", "it is dead");
              if (durable || count < at) await write();
              if (count++ < at) return;
              dead = true;
              resolve();
              throw new StorageError("unknown", "it died");
            };
            let begun = false;
            const dying: Storage = {
              ...fixture.storage,
              replaceKeys: (...all) => ending(() => fixture.storage.replaceKeys(...all)),
              commit: (commit) =>
                begun ? ending(() => fixture.storage.commit(commit)) : fixture.storage.commit(commit),
            };
            const first = await fixture.node(dying, fixture.masterKeys, ALONE);
            const ann = await newUser(first, callsOf(first, fixture.root), "Ann");
            const session = await sessionOf(first, fixture.root);
            begun = true;
            await startRotation(first.runtime).catch(() => undefined);
            await reached;
            await first.stop();

            const second = await fixture.node(fixture.storage, fixture.masterKeys, ALONE);
            await done(callsOf(second, ann.credentials).sts("GetCallerIdentity"));
            if (at === 0 && !durable) await begin(second);
            await settled(second);
            await assertSealedAnew(fixture.storage, 3);
            await done(callsOf(second, ann.credentials).sts("GetCallerIdentity"));
            await done(callsOf(second, session).sts("GetCallerIdentity"));
            const steps = (await ownEvents(fixture.storage, "installation")).map((event) => event.name);
            assert.deepEqual(steps, ["AnnounceDataKeys", "UseDataKeys", "RetireDataKeys", "DropDataKeys"]);
          });
        }
      }
    });

    describe("a rotation to another master key", () => {
      const next = memoryMasterKey();

      test("ends with everything under the first one, and the old one opens nothing any more", async () => {
        const both = severalMasterKeys(next, [fixture.masterKeys.first]);
        const one = await fixture.node(fixture.storage, both, ALONE);
        const ann = await newUser(one, callsOf(one, fixture.root), "Ann");
        const before = await rotationStatus(one.runtime);
        assert.ok(before.ok && !before.status.wrappedByFirst);
        await begin(one);
        const after = await rotationStatus(one.runtime);
        assert.ok(after.ok && after.status.wrappedByFirst);
        await settled(one);
        await assert.rejects(fixture.node(fixture.storage, fixture.masterKeys), /master key is not the one/);
        const alone = await fixture.node(fixture.storage, severalMasterKeys(next));
        await done(callsOf(alone, ann.credentials).sts("GetCallerIdentity"));
      });

      test("is told of by a node that was not given it: it goes on with what it has and is not ready", async () => {
        const one = await fixture.node(fixture.storage, severalMasterKeys(next, [fixture.masterKeys.first]));
        const behind = await fixture.node();
        const session = await sessionOf(behind, fixture.root);
        assert.equal(behind.ready().ready, true);
        await begin(one);
        await until("it is not ready", () => !behind.ready().ready);
        assert.match(JSON.stringify(behind.ready()), /was not given/);
        await until("it is said once in the log", () => behind.written().includes("was not given"));
        await done(callsOf(behind, session).sts("GetCallerIdentity"));
        for (const operation of ["DescribeKeys", "RotateKeys"]) {
          const asked = await callsOf(behind, fixture.root).own(operation);
          assert.equal(asked.code, "KeysUnavailableException");
          assert.match(asked.message ?? "", /was not given/);
        }
        const refused = await callsOf(behind, fixture.root).iam("CreateUser", { UserName: "Bob" });
        assert.equal(refused.status, 200, "what seals nothing goes on");
        await until("no key is sealed on it any more", async () => {
          const made = await callsOf(behind, fixture.root).iam("CreateAccessKey", { UserName: "Bob" });
          return made.status === 503;
        });
        await settled(one);
        assert.equal((await keptNumbers(fixture.storage, "at-rest")).length, 1);
      });

      test("may be asked for while one is under way: no more keys are made, and the first one wraps", async () => {
        const one = await fixture.node(fixture.storage, fixture.masterKeys, { keysEvery: NEVER });
        await begin(one);
        const two = await fixture.node(fixture.storage, severalMasterKeys(next, [fixture.masterKeys.first]), {
          keysEvery: NEVER,
        });
        const again = await startRotation(two.runtime);
        assert.ok(again.ok && again.status.wrappedByFirst);
        assert.deepEqual(await keptNumbers(fixture.storage, "at-rest"), [1, 8]);
        const names = (await ownEvents(fixture.storage, "installation")).map(({ name }) => name);
        assert.deepEqual(names, ["AnnounceDataKeys", "RewrapDataKeys"]);
      });
    });

    describe("a key that something may still need", () => {
      test("is kept where a secret names it and does not open, and that is said", async () => {
        const one = await fixture.node();
        await newUser(one, callsOf(one, fixture.root), "Ann");
        await one.stop();
        const [, ...secrets] = await keptSecrets(fixture.storage, [accountRealms[0] ?? ""]);
        const [from] = await keptSecrets(fixture.storage, [accountRealms[1] ?? ""]);
        const moved = secrets[0];
        assert.ok(from !== undefined && moved !== undefined);
        const image = await fixture.storage.loadRealm(moved.realm);
        const row = image?.entities.find(({ id }) => id === moved.id);
        assert.ok(image !== undefined && row !== undefined);
        const body = JSON.stringify({ ...JSON.parse(row.body), [moved.field]: from.text });
        await fixture.storage.commit({
          writes: [
            {
              realm: moved.realm,
              expected: image.revision,
              revision: image.revision + 1,
              changeId: "moved",
              puts: [{ ...row, body }],
              deletes: [],
            },
          ],
          relied: [],
          events: [],
          once: [],
        });
        const two = await fixture.node();
        await begin(two);
        await until("it is said", () => two.written().includes("do not open where they stand"));
        assert.ok(two.written().includes(moved.id));
        assert.ok(!two.written().includes(from.text.slice(0, 20)));
        assert.equal(await stage(two), "resealing");
        const described = await describeKeys(two.runtime);
        assert.ok("rotation" in described);
        assert.equal(described.rotation?.step, "resealing");
        assert.deepEqual(described.rotation?.left, { values: 1, unreadable: 1 });
        assert.deepEqual(await keptNumbers(fixture.storage, "at-rest"), [1, 8]);
        await done(callsOf(two, fixture.other).sts("GetCallerIdentity"));
      });

      test("is dropped once its values are past their life, and not before", async () => {
        const hour = 3_600_000;
        const one = await fixture.node();
        await begin(one);
        await settled(one);
        await one.stop();
        const after = await fixture.storage.keys();
        const age = (hours: number) =>
          after.map((row) =>
            row.retired === undefined ? row : { ...row, retired: Date.now() - hours * hour },
          );
        const aged = { rows: age(24 + 36 + 1), keyCheck: (await fixture.storage.deployment())!.keyCheck };
        const commit = { writes: [], relied: [], events: [], once: [] };
        await fixture.storage.replaceKeys({ rows: after, keyCheck: aged.keyCheck }, aged, commit);
        const two = await fixture.node();
        await until("old keys are dropped", async () => (await fixture.storage.keys()).length < after.length);
        const left = (await fixture.storage.keys())
          .filter(({ active }) => !active)
          .map(({ purpose }) => purpose);
        assert.deepEqual(left.sort(), ["spool"]);
        const [dropped] = (await ownEvents(fixture.storage, "installation")).slice(-1);
        assert.equal(dropped?.name, "DropDataKeys");
        assert.match(dropped?.record ?? "", /2 session/);
        await done(callsOf(two, fixture.root).sts("GetCallerIdentity"));
      });
    });
  });
}
