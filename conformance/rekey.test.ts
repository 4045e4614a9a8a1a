/** `portcullis rekey`: master and data keys rotate under the hands of those who call, on one node and on two. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Portcullis } from "@portcullis/aws-model";
import type { Storage } from "@portcullis/storage";
import { run } from "../packages/cli/test/run.ts";
import {
  type Calls,
  callsOf,
  credentialsIn,
  done,
  eventsOf,
  newUser,
  refusal,
  textOf,
} from "./support/calls.ts";
import { keptNumbers, keptSecrets } from "./support/kept-keys.ts";
import { policy } from "./support/policy.ts";
import { type KeptIn, type RekeyedPlace, rekeyedPlace } from "./support/rekeyed-place.ts";
import { until } from "./support/rotation.ts";
import type { Credentials, TestServer } from "./support/server.ts";

const accounts = ["111111111111", "222222222222"] as const;
const folder = mkdtempSync(join(tmpdir(), "portcullis-rekey-"));
const umask = process.umask();
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

/** Runs the command as a client of a server. */
function rekey(
  server: TestServer,
  { accessKeyId, secretAccessKey }: Credentials,
  ...argv: readonly string[]
) {
  return run(["rekey", ...argv], "", {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
}

const answerOf = async (call: ReturnType<Calls["own"]>) => JSON.parse((await done(call)).body);

for (const [keptIn, count] of [
  ["SQLite", 1],
  ["PostgreSQL", 2],
] as const satisfies readonly (readonly [KeptIn, number])[]) {
  describe(`portcullis rekey on ${keptIn}, ${count === 1 ? "one node" : "two nodes"}`, () => {
    let place: RekeyedPlace;
    let servers: readonly TestServer[] = [];
    let [one, last] = [] as unknown as [TestServer, TestServer];
    let operator: Calls;
    let tenant: Calls;

    /** Ends the servers that run and starts as many with these master keys. */
    async function restart(masterKeyFiles: readonly string[]): Promise<void> {
      await Promise.all(servers.map((server) => server.stop()));
      servers = await Promise.all(Array.from({ length: count }, () => place.start(masterKeyFiles)));
      [one, last] = [servers[0], servers.at(-1)] as [TestServer, TestServer];
      [operator, tenant] = place.roots.map((root) => callsOf(last, root)) as [Calls, Calls];
    }

    async function kept<T>(look: (storage: Storage) => Promise<T>): Promise<T> {
      const storage = await place.open();
      try {
        return await look(storage);
      } finally {
        await storage.close();
      }
    }

    /** The data keys of a purpose, each by its number and what it does. */
    async function keysOf(purpose: string, by = operator): Promise<readonly (readonly [number, string])[]> {
      const { Keys } = await answerOf(by.own("DescribeKeys"));
      const all: readonly Portcullis["DescribeKeys"]["output"]["Keys"][number][] = Keys;
      return all.filter((key) => key.Purpose === purpose).map((key) => [key.Number, key.State]);
    }

    const settled = () =>
      until("the rotation is done", async () => {
        const { Rotation } = await answerOf(operator.own("DescribeKeys"));
        return Rotation === undefined;
      });

    before(async () => {
      place = await rekeyedPlace(keptIn, folder, accounts);
      await restart([place.masterKeys.old]);
    });
    after(async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await place[Symbol.asyncDispose]();
    });

    test("describes the keys, and says nothing of what is in them", async () => {
      const described = await answerOf(operator.own("DescribeKeys"));
      assert.deepEqual(Object.keys(described).sort(), ["Keys", "WrappedByFirst"]);
      assert.equal(described.WrappedByFirst, true);
      assert.equal(described.Keys.length, 7);
      for (const key of described.Keys) {
        assert.deepEqual(Object.keys(key).sort(), ["Created", "Number", "Purpose", "State"]);
        assert.equal(key.State, "seals");
      }
    });

    test("attack: the administrator of another account calls for a rotation, and none begins", async () => {
      for (const operation of ["RotateKeys", "DescribeKeys"]) {
        assert.deepEqual(refusal(await tenant.own(operation)), {
          status: 400,
          code: "AccessDeniedException",
          message: `User: arn:aws:iam::${accounts[1]}:root is not authorized to perform: portcullis:${operation} because the installation takes it from the operator's account only`,
        });
        const [event] = await eventsOf(tenant, {
          LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: operation }],
        });
        assert.equal(event?.record.errorCode, "AccessDenied");
      }
      const { code, out, err } = await rekey(last, tenant.credentials);
      assert.deepEqual([code, out], [1, ""]);
      assert.match(err, /^portcullis rekey: [^\n]+ from the operator's account only \(AccessDenied/);
      assert.equal((await answerOf(operator.own("DescribeKeys"))).Keys.length, 7);
    });

    test("attack: a user of the operator's who was not permitted calls for one, and none begins", async () => {
      const bob = await newUser(last, operator, "Bob");
      assert.equal((await bob.own("DescribeKeys")).code, "AccessDeniedException");
      const PolicyDocument = policy({ Effect: "Allow", Action: "portcullis:DescribeKeys", Resource: "*" });
      await done(operator.iam("PutUserPolicy", { UserName: "Bob", PolicyName: "own", PolicyDocument }));
      assert.equal((await bob.own("RotateKeys")).code, "AccessDeniedException");
      assert.equal((await rekey(last, bob.credentials)).code, 1);
      assert.equal((await answerOf(bob.own("DescribeKeys"))).Keys.length, 7);
    });

    test("moves all to a new master key while everybody works, and the old one is needed no longer", async () => {
      await restart([place.masterKeys.old, place.masterKeys.new]);
      await restart([place.masterKeys.new, place.masterKeys.old]);
      const people = await Promise.all(
        Array.from({ length: 12 }, (_, at) =>
          newUser(one, callsOf(one, operator.credentials), `Person${at}`),
        ),
      );
      const session = credentialsIn(await done(operator.sts("GetSessionToken")));
      const first = await done(operator.iam("ListUsers", { MaxItems: "3" }));
      const Marker = textOf(first, "Marker");
      /** What was issued before still serves, on every node. */
      const before = async (): Promise<void> => {
        for (const server of servers) {
          await done(callsOf(server, session).sts("GetCallerIdentity"));
          await done(callsOf(server, operator.credentials).iam("ListUsers", { MaxItems: "3", Marker }));
        }
      };

      let rotating = true;
      let [made, calls] = [0, 0];
      const load = [
        before,
        async () => {
          const server = servers[made % count] as TestServer;
          const user = await newUser(server, callsOf(server, tenant.credentials), `Made${made}`);
          made += 1;
          await done(callsOf(last, user.credentials).sts("GetCallerIdentity"));
        },
        async () => {
          const fresh = credentialsIn(await done(callsOf(one, operator.credentials).sts("GetSessionToken")));
          await done(callsOf(last, fresh).sts("GetCallerIdentity"));
        },
      ].map(async (call) => {
        // They share this processor with the servers.
        for (; rotating; await pause(10), calls++) await call();
      });
      const rotation = rekey(one, operator.credentials).finally(() => {
        rotating = false;
      });
      await Promise.all([rotation, ...load]);

      const { code, out, err } = await rotation;
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, /^A rotation is started\.\n/);
      assert.match(out, /\nDone: the first master key wraps all data keys; [^\n]+\n$/);
      assert.ok(made > 0 && calls > 10, `${made} users and ${calls} rounds during the rotation`);
      for (const server of servers) {
        const by = callsOf(server, operator.credentials);
        const { WrappedByFirst } = await answerOf(by.own("DescribeKeys"));
        assert.equal(WrappedByFirst, true);
        assert.deepEqual(await keysOf("at-rest", by), [[8, "seals"]]);
        assert.deepEqual(await keysOf("session", by), [
          [2, "retired"],
          [9, "seals"],
        ]);
      }

      await restart([place.masterKeys.new]);
      await before();
      for (const { credentials } of people) await done(callsOf(one, credentials).sts("GetCallerIdentity"));
      for (const server of servers) assert.ok(!server.written().includes('"level":50'));

      await Promise.all(servers.map((server) => server.stop()));
      servers = [];
      await kept(async (storage) => {
        assert.deepEqual(await keptNumbers(storage, "at-rest"), [8]);
        const realms = ["installation", ...accounts.map((account) => `account/${account}`)];
        const secrets = await keptSecrets(storage, realms);
        // Two roots, Bob, and everybody who was made.
        assert.equal(secrets.length, 3 + people.length + made);
        assert.deepEqual([...new Set(secrets.map(({ number }) => number))], [8]);
      });
      await assert.rejects(place.start([place.masterKeys.old]), /The master key is not the one/);
      await restart([place.masterKeys.new]);
    });

    test("is in the history: the call by whom it was, and the change of the keys with that call's id", async () => {
      const events = await eventsOf(operator);
      const [call, ...others] = events.filter(
        ({ EventName, record }) => EventName === "RotateKeys" && record.errorCode === undefined,
      );
      assert.equal(others.length, 0);
      assert.equal(call?.record.userIdentity.arn, `arn:aws:iam::${accounts[0]}:root`);
      assert.equal(call?.record.readOnly, false);
      assert.equal(call?.record.responseElements.started, true);
      const [change] = events.filter(({ EventName }) => EventName === "AnnounceDataKeys");
      assert.equal(change?.record.eventType, "AwsServiceEvent");
      const { principal, requestId, keys } = change?.record.serviceEventDetails ?? {};
      assert.equal(requestId, call?.record.requestID);
      assert.equal(principal, call?.record.userIdentity.arn);
      assert.ok(keys.includes("8 at-rest"));
    });

    // How rotations meet is tried where several nodes can begin one, and on one node in the long run.
    if (count === 1 && process.env.PORTCULLIS_SOAK === undefined) return;

    test("joins the rotation that is under way, also where several begin one at once", async () => {
      const [[before = 0] = []] = await keysOf("at-rest");
      const program = rekey(one, operator.credentials);
      const begun = await Promise.all(
        [...servers, ...servers].map((server) =>
          answerOf(callsOf(server, operator.credentials).own("RotateKeys")),
        ),
      );
      const { code, out } = await program;
      assert.equal(code, 0);
      const started = [out.startsWith("A rotation is started."), ...begun.map(({ Started }) => Started)];
      const rotations = started.filter(Boolean).length;
      assert.ok(rotations > 0 && rotations < started.length, `${rotations}`);
      await settled();
      assert.deepEqual(await keysOf("at-rest"), [[before + 7 * rotations, "seals"]]);
    });

    test("ends as soon as it is started where nobody waits, and the servers carry it on", async () => {
      const [[before = 0] = []] = await keysOf("at-rest");
      const { code, out } = await rekey(last, operator.credentials, "--no-wait", "--format", "json");
      assert.equal(code, 0);
      assert.equal(JSON.parse(out).Started, true);
      await settled();
      assert.deepEqual(await keysOf("at-rest"), [[before + 7, "seals"]]);
    });
  });
}
