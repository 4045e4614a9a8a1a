/** Keys that rotate while nodes serve: nothing that was issued is lost, and nothing is left under an old key. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { memoryMasterKey, severalMasterKeys } from "@portcullis/keys";
import { type Storage, StorageError } from "@portcullis/storage";
import { startRotation } from "../packages/server/src/keys/rotation.ts";
import { callsOf, credentialsIn, done, newUser, textOf } from "./support/calls.ts";
import { inMemory, inPostgres } from "./support/drivers.ts";
import { keptNumbers, ownEvents } from "./support/kept-keys.ts";
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
import type { Credentials } from "./support/server.ts";

/** Two nodes share PostgreSQL; behind the contract the other driver makes little difference. */
const drivers = process.env.PORTCULLIS_SOAK === undefined ? [inPostgres] : [inMemory, inPostgres];

for (const driver of drivers) {
  describe(`on ${driver.name}`, () => {
    const fixture = rotationFixture(driver);

    describe("a rotation while two nodes serve", () => {
      test("disturbs no call, keeps what was issued before, and leaves nothing under the old key", async () => {
        const [one, two] = [await fixture.node(), await fixture.node()];
        const people = await Promise.all(
          Array.from({ length: driver.many }, (_, at) =>
            newUser(one, callsOf(one, fixture.root), `Person${at}`),
          ),
        );
        const before = await sessionOf(one, fixture.root);
        const page = await done(callsOf(one, fixture.root).iam("ListUsers", { MaxItems: "3" }));
        const marker = textOf(page, "Marker");
        const calls: (() => Promise<unknown>)[] = [
          () => done(callsOf(two, before).sts("GetCallerIdentity")),
          () => done(callsOf(one, fixture.other).sts("GetCallerIdentity")),
          async () => done(callsOf(two, await sessionOf(one, fixture.root)).sts("GetCallerIdentity")),
          () => done(callsOf(two, fixture.root).iam("ListUsers", { MaxItems: "3", Marker: marker })),
          async () => {
            const next = textOf(
              await done(callsOf(one, fixture.root).iam("ListUsers", { MaxItems: "1" })),
              "Marker",
            );
            await done(callsOf(two, fixture.root).iam("ListUsers", { MaxItems: "1", Marker: next }));
          },
        ];
        let rotating = true;
        let made = 0;
        const users = calls.map(async (call) => {
          // They share this processor with the nodes.
          for (; rotating; await pause(10)) await call();
        });
        const maker = (async () => {
          while (rotating && made < driver.many) {
            const name = `Made${made}`;
            const session = await newUser(made % 2 === 0 ? one : two, callsOf(one, fixture.root), name);
            made++;
            await done(session.sts("GetCallerIdentity"));
          }
        })();
        try {
          await begin(one);
          await settled(two);
        } finally {
          rotating = false;
          await Promise.all([...users, maker]);
        }
        await assertSealedAnew(fixture.storage, 2 + people.length + made);
        for (const each of [one, two]) {
          await done(callsOf(each, before).sts("GetCallerIdentity"));
          await done(callsOf(each, fixture.root).iam("ListUsers", { MaxItems: "3", Marker: marker }));
          for (const { credentials } of people)
            await done(callsOf(each, credentials).sts("GetCallerIdentity"));
        }
        const fresh = await fixture.node();
        for (const { credentials } of people)
          await done(callsOf(fresh, credentials).sts("GetCallerIdentity"));
        for (const each of fixture.nodes) assert.equal(each.written(), "");
      });

      test("gives every node the time of two readings before it takes the next step, or drops what they may hold", async () => {
        const times: number[] = [];
        const timed = async (write: () => Promise<void>): Promise<void> => {
          // A step begins no earlier than this, and the one before has ended no later. One that failed is repeated.
          const begins = performance.now();
          await write();
          times.push(begins, performance.now());
        };
        let begun = false;
        const watched: Storage = {
          ...fixture.storage,
          replaceKeys: (...all) => timed(() => fixture.storage.replaceKeys(...all)),
          commit: (commit) =>
            begun ? timed(() => fixture.storage.commit(commit)) : fixture.storage.commit(commit),
        };
        const one = await fixture.node(watched);
        begun = true;
        await begin(one);
        await settled(one);
        // The last write may be seen in the database before the node is told that it has ended.
        await one.stop();
        const pauses = times
          .slice(1, -1)
          .flatMap((ended, at, all) => (at % 2 === 0 ? [all[at + 1]! - ended] : []));
        // Announced, used, retired; two accounts sealed anew; dropped.
        assert.equal(pauses.length, 5);
        const [used, retired, resealed, , dropped] = pauses;
        for (const pause of [used, retired, resealed, dropped]) {
          assert.ok(pause !== undefined && pause >= 2 * SOON, `${pause} ms`);
        }
      });

      test("leaves an event of each step, by the service itself and without a secret", async () => {
        const one = await fixture.node();
        await newUser(one, callsOf(one, fixture.root), "Ann");
        await begin(one);
        await settled(one);
        const steps = await ownEvents(fixture.storage, "installation");
        assert.deepEqual(
          steps.map(({ name }) => name),
          ["AnnounceDataKeys", "UseDataKeys", "RetireDataKeys", "DropDataKeys"],
        );
        const sealed = await ownEvents(fixture.storage, accountRealms[0] ?? "");
        assert.deepEqual(
          sealed.map(({ name, resources }) => [name, resources.map(({ type }) => type)]),
          [["ResealSecrets", ["AWS::IAM::AccessKey", "AWS::IAM::AccessKey"]]],
        );
        for (const { record, readOnly } of [...steps, ...sealed]) {
          const event = JSON.parse(record);
          assert.deepEqual(event.userIdentity, { type: "AWSService", invokedBy: "portcullis" });
          assert.equal(event.eventType, "AwsServiceEvent");
          assert.equal(readOnly, false);
          for (const { wrapped } of await fixture.storage.keys()) {
            assert.ok(!record.includes(Buffer.from(wrapped).toString("base64").slice(0, 20)));
          }
        }
        const found = await callsOf(one, fixture.root).lookUp({
          LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "ResealSecrets" }],
        });
        assert.match(found.body, /ResealSecrets/);
      });

      test("may be begun on both at once: one set of new keys is made", async () => {
        const [one, two] = [await fixture.node(), await fixture.node()];
        const begun = await Promise.allSettled([startRotation(one.runtime), startRotation(two.runtime)]);
        for (const each of begun) {
          if (each.status === "rejected") assert.equal((each.reason as StorageError).kind, "lost-race");
        }
        await settled(one);
        assert.deepEqual(await keptNumbers(fixture.storage, "at-rest"), [8]);
        assert.deepEqual(await keptNumbers(fixture.storage, "session"), [2, 9]);
        await startRotation(two.runtime);
        await settled(two);
        assert.deepEqual(await keptNumbers(fixture.storage, "at-rest"), [15]);
        assert.deepEqual(await keptNumbers(fixture.storage, "session"), [2, 9, 16]);
        await assertSealedAnew(fixture.storage, 2);
      });

      test("is in the operator's history by whom it was begun, also where the node ends before it answers", async () => {
        let ended = false;
        const dying: Storage = {
          ...fixture.storage,
          async replaceKeys(...all) {
            await fixture.storage.replaceKeys(...all);
            ended = true;
          },
          commit: (commit) =>
            ended ? Promise.reject(new StorageError("away", "it is dead")) : fixture.storage.commit(commit),
          appendEvents: (...all) =>
            ended
              ? Promise.reject(new StorageError("away", "it is dead"))
              : fixture.storage.appendEvents(...all),
        };
        const one = await fixture.node(dying, fixture.masterKeys, { keysEvery: NEVER });
        assert.equal((await callsOf(one, fixture.root).own("RotateKeys")).status, 503);
        const events = await ownEvents(fixture.storage, accountRealms[0] ?? "");
        assert.deepEqual(
          events.map(({ name }) => name),
          ["AnnounceDataKeys"],
        );
        const { serviceEventDetails } = JSON.parse(events[0]?.record ?? "");
        assert.equal(serviceEventDetails.principal, "arn:aws:iam::111111111111:root");
        assert.match(serviceEventDetails.requestId, /^[0-9a-f-]{36}$/);
      });

      test("begins where another change of the keys came first, and is refused where one always does", async () => {
        let races = 2;
        const raced: Storage = {
          ...fixture.storage,
          replaceKeys: (...all) =>
            races-- > 0
              ? Promise.reject(new StorageError("lost-race", "somebody changed them"))
              : fixture.storage.replaceKeys(...all),
        };
        const one = await fixture.node(raced, fixture.masterKeys, { keysEvery: NEVER });
        const calls = callsOf(one, fixture.root);
        const { Started, Rotation } = JSON.parse((await done(calls.own("RotateKeys"))).body);
        assert.deepEqual([Started, Rotation.Step], [true, "announced"]);
        const { Started: again } = JSON.parse((await done(calls.own("RotateKeys"))).body);
        assert.equal(again, false);
        races = Number.POSITIVE_INFINITY;
        const other = severalMasterKeys(memoryMasterKey(), [fixture.masterKeys.first]);
        const two = await fixture.node(raced, other, { keysEvery: NEVER });
        assert.equal((await callsOf(two, fixture.root).own("RotateKeys")).status, 503);
        assert.deepEqual(await keptNumbers(fixture.storage, "at-rest"), [1, 8]);
      });

      test("lets no node that is cut off say of a session or a marker under a new key that it is none", async () => {
        const one = await fixture.node();
        let away = false;
        const verbs = Object.entries(fixture.storage).map(([name, verb]) => [
          name,
          (...args: readonly unknown[]) =>
            away ? Promise.reject(new StorageError("away", "the database does not answer")) : verb(...args),
        ]);
        const cutOff = await fixture.node(Object.fromEntries(verbs));
        const call = async (session: Credentials) =>
          (await callsOf(cutOff, session).sts("GetCallerIdentity")).status;
        assert.equal(await call(await sessionOf(one, fixture.root)), 200);
        for (const UserName of ["Ann", "Bob"]) {
          await done(callsOf(one, fixture.root).iam("CreateUser", { UserName }));
        }
        away = true;
        await begin(one);
        await settled(one);
        const session = await sessionOf(one, fixture.root);
        assert.equal(await call(session), 503);
        const page = await done(callsOf(one, fixture.root).iam("ListUsers", { MaxItems: "1" }));
        const Marker = textOf(page, "Marker");
        assert.equal((await callsOf(cutOff, fixture.root).iam("ListUsers", { Marker })).status, 503);
        away = false;
        await until("it knows the key", async () => (await call(session)) === 200);
      });

      test("lets no node that could not read the keys say of a credential under a new one that it is none", async () => {
        const one = await fixture.node();
        let away = false;
        const keys: Storage["keys"] = async () => {
          if (away) throw new StorageError("away", "the database does not answer");
          return fixture.storage.keys();
        };
        const late = await fixture.node({ ...fixture.storage, keys });
        const call = async (credentials: Credentials) =>
          (await callsOf(late, credentials).sts("GetCallerIdentity")).status;
        assert.equal(await call(fixture.root), 200);
        away = true;
        await begin(one);
        await settled(one);
        const session = await sessionOf(one, fixture.root);
        assert.deepEqual([await call(fixture.root), await call(session)], [503, 503]);
        away = false;
        await until("it knows the keys", async () => (await call(session)) === 200);
        assert.equal(await call(fixture.root), 200);
        assert.equal(await call({ ...session, sessionToken: "none" }), 403);
      });

      test("does not let a node that was cut off seal with a retired key", async () => {
        const one = await fixture.node();
        const late = await fixture.node(fixture.storage, fixture.masterKeys, { keysEvery: NEVER });
        await done(callsOf(late, fixture.root).iam("CreateUser", { UserName: "Ann" }));
        await begin(one);
        await until("the old keys are retired", async () =>
          ["resealing", "settled"].includes(await stage(one)),
        );
        const answer = await done(callsOf(late, fixture.root).iam("CreateAccessKey", { UserName: "Ann" }));
        await settled(one);
        await assertSealedAnew(fixture.storage, 3);
        for (const each of [one, late]) {
          await until("it follows", async () => {
            const calls = callsOf(each, credentialsIn(answer));
            return (await calls.sts("GetCallerIdentity")).status === 200;
          });
        }
      });
    });
  });
}
