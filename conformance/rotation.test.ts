/** Keys that rotate while nodes serve: nothing that was issued is lost, and nothing is left under an old key. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type MasterKeys, memoryMasterKey, severalMasterKeys } from "@portcullis/keys";
import { type MemoryStorage, openMemory, type Storage, StorageError } from "@portcullis/storage";
import { rotationStatus, startRotation } from "../packages/server/src/keys/rotation.ts";
import { callsOf, credentialsIn, done, newUser, textOf } from "./support/calls.ts";
import { keptNumbers, keptSecrets, ownEvents } from "./support/kept-keys.ts";
import { keepAccounts, NEVER, type Node, type NodeOptions, SOON, startNode } from "./support/nodes.ts";
import type { Credentials } from "./support/server.ts";

const numbers = ["111111111111", "222222222222"];
const realms = ["installation", ...numbers.map((number) => `account/${number}`)];

let storage: MemoryStorage;
let masterKeys: MasterKeys;
let root: Credentials;
let other: Credentials;
let nodes: Node[];

beforeEach(async () => {
  storage = await openMemory();
  const kept = await keepAccounts(storage, numbers);
  masterKeys = kept.masterKeys;
  [root, other] = kept.roots as [Credentials, Credentials];
  nodes = [];
});
afterEach(async () => {
  for (const node of nodes) await node.stop();
  await storage.close();
});

async function node(
  over: Storage = storage,
  keys: MasterKeys = masterKeys,
  options?: NodeOptions,
): Promise<Node> {
  const started = await startNode(over, keys, options);
  nodes.push(started);
  return started;
}

async function stage(of: Node): Promise<string> {
  const rotation = await rotationStatus(of.runtime);
  return rotation.ok ? rotation.status.stage : rotation.problem;
}

async function begin(of: Node): Promise<void> {
  const rotation = await startRotation(of.runtime);
  assert.ok(rotation.ok, rotation.ok ? "" : rotation.problem);
  assert.equal(rotation.status.stage, "announced");
}

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const began = performance.now();
  while (!(await holds())) {
    assert.ok(performance.now() - began < 20_000, `not yet: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const settled = (of: Node) => until("the rotation is settled", async () => (await stage(of)) === "settled");

/** The credentials of a session that these open. */
async function sessionOf(door: Node, credentials: Credentials): Promise<Credentials> {
  return credentialsIn(await done(callsOf(door, credentials).sts("GetSessionToken")));
}

/** Everything is sealed with the newest key at rest, which is the only one of its purpose. */
async function assertSealedAnew(count: number): Promise<void> {
  const [only, ...others] = await keptNumbers(storage, "at-rest");
  assert.deepEqual(others, [], "the old key is gone");
  assert.ok(only !== undefined && only > 7);
  const secrets = await keptSecrets(storage, realms);
  assert.equal(secrets.length, count);
  assert.deepEqual([...new Set(secrets.map(({ number }) => number))], [only]);
}

describe("a rotation while two nodes serve", () => {
  test("disturbs no call, keeps what was issued before, and leaves nothing under the old key", async () => {
    const [one, two] = [await node(), await node()];
    const people = await Promise.all(
      Array.from({ length: 30 }, (_, at) => newUser(one, callsOf(one, root), `Person${at}`)),
    );
    const before = await sessionOf(one, root);
    const page = await done(callsOf(one, root).iam("ListUsers", { MaxItems: "3" }));
    const marker = textOf(page, "Marker");
    const calls: (() => Promise<unknown>)[] = [
      () => done(callsOf(two, before).sts("GetCallerIdentity")),
      () => done(callsOf(one, other).sts("GetCallerIdentity")),
      async () => done(callsOf(two, await sessionOf(one, root)).sts("GetCallerIdentity")),
      () => done(callsOf(two, root).iam("ListUsers", { MaxItems: "3", Marker: marker })),
      async () => {
        const next = textOf(await done(callsOf(one, root).iam("ListUsers", { MaxItems: "1" })), "Marker");
        await done(callsOf(two, root).iam("ListUsers", { MaxItems: "1", Marker: next }));
      },
    ];
    let rotating = true;
    let made = 0;
    const users = calls.map(async (call) => {
      while (rotating) await call();
    });
    const maker = (async () => {
      while (rotating && made < 40) {
        const name = `Made${made}`;
        const session = await newUser(made % 2 === 0 ? one : two, callsOf(one, root), name);
        made++;
        await done(session.sts("GetCallerIdentity"));
      }
    })();
    await begin(one);
    await settled(two);
    rotating = false;
    await Promise.all([...users, maker]);
    await assertSealedAnew(2 + people.length + made);
    for (const each of [one, two]) {
      await done(callsOf(each, before).sts("GetCallerIdentity"));
      await done(callsOf(each, root).iam("ListUsers", { MaxItems: "3", Marker: marker }));
      for (const { credentials } of people) await done(callsOf(each, credentials).sts("GetCallerIdentity"));
    }
    const fresh = await node();
    for (const { credentials } of people) await done(callsOf(fresh, credentials).sts("GetCallerIdentity"));
    for (const each of nodes) assert.equal(each.written(), "");
  });

  test("gives every node the time of two readings before it takes the next step, or drops what they may hold", async () => {
    const times: number[] = [];
    const timed = async (write: () => Promise<void>): Promise<void> => {
      // A step begins no earlier than this, and the one before has ended no later.
      times.push(performance.now());
      await write();
      times.push(performance.now());
    };
    let begun = false;
    const watched: Storage = {
      ...storage,
      replaceKeys: (...all) => timed(() => storage.replaceKeys(...all)),
      commit: (commit) => (begun ? timed(() => storage.commit(commit)) : storage.commit(commit)),
    };
    const one = await node(watched);
    begun = true;
    await begin(one);
    await settled(one);
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
    const one = await node();
    await newUser(one, callsOf(one, root), "Ann");
    await begin(one);
    await settled(one);
    const steps = await ownEvents(storage, "installation");
    assert.deepEqual(
      steps.map(({ name }) => name),
      ["AnnounceDataKeys", "UseDataKeys", "RetireDataKeys", "DropDataKeys"],
    );
    const sealed = await ownEvents(storage, realms[1] ?? "");
    assert.deepEqual(
      sealed.map(({ name, resources }) => [name, resources.map(({ type }) => type)]),
      [["ResealSecrets", ["AWS::IAM::AccessKey", "AWS::IAM::AccessKey"]]],
    );
    for (const { record, readOnly } of [...steps, ...sealed]) {
      const event = JSON.parse(record);
      assert.deepEqual(event.userIdentity, { type: "AWSService", invokedBy: "portcullis" });
      assert.equal(event.eventType, "AwsServiceEvent");
      assert.equal(readOnly, false);
      for (const { wrapped } of await storage.keys()) {
        assert.ok(!record.includes(Buffer.from(wrapped).toString("base64").slice(0, 20)));
      }
    }
    const found = await callsOf(one, root).lookUp({
      LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "ResealSecrets" }],
    });
    assert.match(found.body, /ResealSecrets/);
  });

  test("may be begun on both at once: one set of new keys is made", async () => {
    const [one, two] = [await node(), await node()];
    const begun = await Promise.allSettled([startRotation(one.runtime), startRotation(two.runtime)]);
    for (const each of begun) {
      if (each.status === "rejected") assert.equal((each.reason as StorageError).kind, "lost-race");
    }
    await settled(one);
    assert.deepEqual(await keptNumbers(storage, "at-rest"), [8]);
    assert.deepEqual(await keptNumbers(storage, "session"), [2, 9]);
    await startRotation(two.runtime);
    await settled(two);
    assert.deepEqual(await keptNumbers(storage, "at-rest"), [15]);
    assert.deepEqual(await keptNumbers(storage, "session"), [2, 9, 16]);
    await assertSealedAnew(2);
  });

  test("does not let a node that was cut off seal with a retired key", async () => {
    const one = await node();
    const late = await node(storage, masterKeys, { keysEvery: NEVER });
    await done(callsOf(late, root).iam("CreateUser", { UserName: "Ann" }));
    await begin(one);
    await until("the old keys are retired", async () => ["resealing", "settled"].includes(await stage(one)));
    const answer = await done(callsOf(late, root).iam("CreateAccessKey", { UserName: "Ann" }));
    await settled(one);
    await assertSealedAnew(3);
    for (const each of [one, late]) {
      await until("it follows", async () => {
        const calls = callsOf(each, credentialsIn(answer));
        return (await calls.sts("GetCallerIdentity")).status === 200;
      });
    }
  });
});

describe("a rotation that is interrupted", () => {
  const writes = ["announced", "used", "retired", "sealed anew", "dropped"] as const;

  for (const [at, name] of writes.entries()) {
    for (const durable of [true, false]) {
      test(`is finished by the next node: keys ${name}, and the write ${durable ? "was" : "was not"} kept`, async () => {
        let count = 0;
        const { promise: reached, resolve } = Promise.withResolvers<void>();
        let dead = false;
        /** Ends the node at its write number `at`. */
        const ending = async (write: () => Promise<void>): Promise<void> => {
          if (dead) throw new StorageError("away", "it is dead");
          if (count++ !== at) return write();
          dead = true;
          if (durable) await write();
          resolve();
          throw new StorageError("unknown", "it died");
        };
        let begun = false;
        const dying: Storage = {
          ...storage,
          replaceKeys: (...all) => ending(() => storage.replaceKeys(...all)),
          commit: (commit) => (begun ? ending(() => storage.commit(commit)) : storage.commit(commit)),
        };
        const first = await node(dying);
        const ann = await newUser(first, callsOf(first, root), "Ann");
        const session = await sessionOf(first, root);
        begun = true;
        await startRotation(first.runtime).catch(() => undefined);
        await reached;
        await first.stop();

        const second = await node();
        await done(callsOf(second, ann.credentials).sts("GetCallerIdentity"));
        if (at === 0 && !durable) await begin(second);
        await settled(second);
        await assertSealedAnew(3);
        await done(callsOf(second, ann.credentials).sts("GetCallerIdentity"));
        await done(callsOf(second, session).sts("GetCallerIdentity"));
        const steps = (await ownEvents(storage, "installation")).map((event) => event.name);
        assert.deepEqual(steps, ["AnnounceDataKeys", "UseDataKeys", "RetireDataKeys", "DropDataKeys"]);
      });
    }
  }
});

describe("a rotation to another master key", () => {
  const next = memoryMasterKey();

  test("ends with everything under the first one, and the old one opens nothing any more", async () => {
    const both = severalMasterKeys(next, [masterKeys.first]);
    const one = await node(storage, both);
    const ann = await newUser(one, callsOf(one, root), "Ann");
    const before = await rotationStatus(one.runtime);
    assert.ok(before.ok && !before.status.wrappedByFirst);
    await begin(one);
    const after = await rotationStatus(one.runtime);
    assert.ok(after.ok && after.status.wrappedByFirst);
    await settled(one);
    await assert.rejects(node(storage, masterKeys), /master key is not the one/);
    const alone = await node(storage, severalMasterKeys(next));
    await done(callsOf(alone, ann.credentials).sts("GetCallerIdentity"));
  });

  test("is told of by a node that was not given it: it goes on with what it has and is not ready", async () => {
    const one = await node(storage, severalMasterKeys(next, [masterKeys.first]));
    const behind = await node();
    const session = await sessionOf(behind, root);
    assert.deepEqual(behind.ready(), { ready: true });
    await begin(one);
    await until("it is not ready", () => !behind.ready().ready);
    assert.match(JSON.stringify(behind.ready()), /was not given/);
    await until("it is said once in the log", () => behind.written().includes("was not given"));
    await done(callsOf(behind, session).sts("GetCallerIdentity"));
    const refused = await callsOf(behind, root).iam("CreateUser", { UserName: "Bob" });
    assert.equal(refused.status, 200, "what seals nothing goes on");
    await until("no key is sealed on it any more", async () => {
      const made = await callsOf(behind, root).iam("CreateAccessKey", { UserName: "Bob" });
      return made.status === 503;
    });
    await settled(one);
    assert.equal((await keptNumbers(storage, "at-rest")).length, 1);
  });

  test("may be asked for while one is under way: no more keys are made, and the first one wraps", async () => {
    const one = await node(storage, masterKeys, { keysEvery: NEVER });
    await begin(one);
    const two = await node(storage, severalMasterKeys(next, [masterKeys.first]), { keysEvery: NEVER });
    const again = await startRotation(two.runtime);
    assert.ok(again.ok && again.status.wrappedByFirst);
    assert.deepEqual(await keptNumbers(storage, "at-rest"), [1, 8]);
    const names = (await ownEvents(storage, "installation")).map(({ name }) => name);
    assert.deepEqual(names, ["AnnounceDataKeys", "RewrapDataKeys"]);
  });
});

describe("a key that something may still need", () => {
  test("is kept where a secret names it and does not open, and that is said", async () => {
    const one = await node();
    await newUser(one, callsOf(one, root), "Ann");
    await one.stop();
    const [, ...secrets] = await keptSecrets(storage, [realms[1] ?? ""]);
    const [from] = await keptSecrets(storage, [realms[2] ?? ""]);
    const moved = secrets[0];
    assert.ok(from !== undefined && moved !== undefined);
    const image = await storage.loadRealm(moved.realm);
    const row = image?.entities.find(({ id }) => id === moved.id);
    assert.ok(image !== undefined && row !== undefined);
    const body = JSON.stringify({ ...JSON.parse(row.body), [moved.field]: from.text });
    await storage.commit({
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
    const two = await node();
    await begin(two);
    await until("it is said", () => two.written().includes("do not open where they stand"));
    assert.ok(two.written().includes(moved.id));
    assert.ok(!two.written().includes(from.text.slice(0, 20)));
    assert.equal(await stage(two), "resealing");
    assert.deepEqual(await keptNumbers(storage, "at-rest"), [1, 8]);
    await done(callsOf(two, other).sts("GetCallerIdentity"));
  });

  test("is dropped once its values are past their life, and not before", async () => {
    const hour = 3_600_000;
    const one = await node();
    await begin(one);
    await settled(one);
    await one.stop();
    const after = await storage.keys();
    const age = (hours: number) =>
      after.map((row) => (row.retired === undefined ? row : { ...row, retired: Date.now() - hours * hour }));
    const aged = { rows: age(24 + 36 + 1), keyCheck: (await storage.deployment())!.keyCheck };
    const commit = { writes: [], relied: [], events: [], once: [] };
    await storage.replaceKeys({ rows: after, keyCheck: aged.keyCheck }, aged, commit);
    const two = await node();
    await until("old keys are dropped", async () => (await storage.keys()).length < after.length);
    const left = (await storage.keys()).filter(({ active }) => !active).map(({ purpose }) => purpose);
    assert.deepEqual(left.sort(), ["delegation", "spool"]);
    const [dropped] = (await ownEvents(storage, "installation")).slice(-1);
    assert.equal(dropped?.name, "DropDataKeys");
    assert.match(dropped?.record ?? "", /2 session/);
    await done(callsOf(two, root).sts("GetCallerIdentity"));
  });
});
