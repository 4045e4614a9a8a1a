/** What nodes do while their database stops, hangs, or cannot be reached, and what is left of it afterwards. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetUserCommand,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { openPostgres } from "@portcullis/storage";
import { privateServer } from "../packages/storage/test/postgres/cluster.ts";
import { type Network, startNetwork } from "../packages/storage/test/postgres/network.ts";
import type { Server } from "../packages/storage/test/postgres/server.ts";
import { type TestDatabase, testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { type Clients, clientsOf, credentialsOf, failureOf } from "./support/clients.ts";
import { type Node, type Nodes, startNodes } from "./support/nodes.ts";
import { phoneWith } from "./support/phone.ts";
import type { Credentials } from "./support/server.ts";

/** Milliseconds within which every change is answered, whatever the database does. */
const MOST_FOR_A_CHANGE = 2000;

let server: Server;
let database: TestDatabase;
let network: Network;
let cluster: Nodes;
/** A node by way of the network, and one beside it. */
let [far, near] = [] as unknown as [Node, Node];
let key: Credentials;

before(async () => {
  server = await privateServer();
  database = await testDatabase({ server });
  network = await startNetwork(database);
  const ports = [network.port, database.port];
  cluster = await startNodes({
    open: (node) => openPostgres({ url: database.at({ port: ports[node] ?? database.port }) }),
    args: ["--log-level", "fatal"],
  });
  [far, near] = cluster.nodes as [Node, Node];
  const root = clientsOf(near, cluster.root);
  await root.iam.send(new CreateUserCommand({ UserName: "ann" }));
  await root.iam.send(
    new AttachUserPolicyCommand({
      UserName: "ann",
      PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  );
  const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
  key = credentialsOf(AccessKey);
  for (const node of [far, near]) await clientsOf(node, key).iam.send(new GetUserCommand({}));
});
afterEach(() => network.heal());
after(async () => {
  await cluster[Symbol.asyncDispose]();
  await network.close();
  await server.end();
});

/** How each call of a load ended: its status, and the milliseconds that it took. */
interface Ended {
  readonly status: number;
  readonly took: number;
}

interface Load extends AsyncDisposable {
  readonly reads: Ended[];
  readonly changes: Ended[];
  /** Users whose making was acknowledged. */
  readonly made: string[];
  stop(): Promise<void>;
}

let names = 0;

/** Clients that read and change one call after another, until they are stopped. */
function startLoad({ iam }: Clients): Load {
  const reads: Ended[] = [];
  const changes: Ended[] = [];
  const made: string[] = [];
  let stopped = false;
  const run = async (ends: Ended[], call: () => Promise<unknown>): Promise<void> => {
    while (!stopped) {
      const began = performance.now();
      const status = await call().then(
        () => 200,
        (error) => error.$metadata?.httpStatusCode ?? 0,
      );
      ends.push({ status, took: performance.now() - began });
      // They share this processor with the node; and who is refused at once does not ask a thousand times a second.
      await new Promise((resolve) => setTimeout(resolve, status === 200 ? 12 : 20));
    }
  };
  const read = () => iam.send(new GetUserCommand({}));
  const change = async () => {
    const UserName = `u-${++names}`;
    await iam.send(new CreateUserCommand({ UserName }));
    made.push(UserName);
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    await Promise.all(clients);
  };
  const clients = [run(reads, read), run(reads, read), run(changes, change), run(changes, change)];
  return {
    reads,
    changes,
    made,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function allUsers({ iam }: Clients): Promise<ReadonlySet<string>> {
  const users = new Set<string>();
  for await (const { Users = [] } of paginateListUsers({ client: iam, pageSize: 1000 }, {})) {
    for (const { UserName = "" } of Users) users.add(UserName);
  }
  return users;
}

async function takesChanges({ iam }: Clients): Promise<void> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    try {
      await iam.send(new CreateUserCommand({ UserName: `u-${++names}` }));
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("it did not come to pass");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Failure {
  readonly name: string;
  readonly begin: () => unknown;
  readonly end: () => unknown;
}

/** What can happen to a database, and how it ends. */
const failures: Failure[] = [
  { name: "is stopped", begin: () => server.stop("fast"), end: () => server.start() },
  { name: "crashes", begin: () => server.stop("kill"), end: () => server.start() },
  { name: "hangs", begin: () => server.pause(), end: () => server.resume() },
  {
    name: "is cut off altogether",
    begin: () => network.cut("to-database", "to-client"),
    end: () => network.heal(),
  },
];

/** For the long run: the tests of the storage cut one way as well, and a node sees no difference. */
const cutOneWay: readonly Failure[] = [
  {
    name: "is not reached by what the node sends",
    begin: () => network.cut("to-database"),
    end: () => network.heal(),
  },
  {
    name: "does not get its answers through",
    begin: () => network.cut("to-client"),
    end: () => network.heal(),
  },
];
if (process.env.PORTCULLIS_SOAK !== undefined) failures.push(...cutOneWay);

for (const { name, begin, end } of failures) {
  test(`while the database ${name} under load, callers are decided from memory, changes fail in time, and all recovers`, async () => {
    await using load = startLoad(clientsOf(far, key));
    await until(() => load.changes.length > 20 && load.reads.length > 20);
    const before = { reads: load.reads.length, changes: load.changes.length };
    await begin();
    await until(() => load.changes.slice(before.changes).some(({ status }) => status === 503));
    const cut = load.reads.length;
    await until(() => load.reads.length > cut + 50);
    const decided = load.reads.slice(cut, cut + 50);
    assert.deepEqual(new Set(decided.map(({ status }) => status)), new Set([200]));
    await end();
    const healed = load.changes.length;
    await until(() => load.changes.slice(healed).some(({ status }) => status === 200));
    await load.stop();

    for (const { status, took } of load.changes) {
      assert.ok(status === 200 || status === 503, `${status}`);
      assert.ok(took < MOST_FOR_A_CHANGE, `a change took ${took} ms`);
    }
    // Nothing that was acknowledged is lost, and either node says so once it knows that the database is back: until then
    // it answers from what it holds, and takes no change.
    for (const node of [far, near]) {
      await takesChanges(clientsOf(node, key));
      const users = await allUsers(clientsOf(node, key));
      assert.deepEqual(
        load.made.filter((user) => !users.has(user)),
        [],
      );
    }
  });
}

describe("credentials that a cut-off node issues", () => {
  test("never come of an MFA device's code, which counts once on all nodes", async () => {
    const { iam } = clientsOf(near, cluster.root);
    const device = new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: "ann" });
    const { VirtualMFADevice: made } = await iam.send(device);
    const phone = phoneWith(Buffer.from(made?.Base32StringSeed ?? []).toString("latin1"));
    const { SerialNumber } = made ?? {};
    const codes = { AuthenticationCode1: phone.code(-1), AuthenticationCode2: phone.code() };
    await iam.send(new EnableMFADeviceCommand({ UserName: "ann", SerialNumber, ...codes }));
    const session = new GetSessionTokenCommand({ SerialNumber, TokenCode: phone.code(1) });
    network.cut("to-database", "to-client");
    const refused = await failureOf(clientsOf(far, key).sts.send(session));
    assert.deepEqual([refused.name, refused.status], ["ServiceUnavailable", 503]);
    network.heal();
    await clientsOf(near, key).sts.send(session);
    assert.equal((await failureOf(clientsOf(near, key).sts.send(session))).name, "AccessDenied");
  });

  test("have their event in the history once the database is back", async () => {
    const ann = clientsOf(far, key);
    network.cut("to-database", "to-client");
    let issued: string | undefined;
    while (issued === undefined) {
      const { Credentials: made } = await ann.sts.send(new GetSessionTokenCommand({}));
      // Until the node knows that it is cut off, its sessions are like any other.
      if ((made?.Expiration?.getTime() ?? 0) < Date.now() + 20 * 60_000) issued = made?.AccessKeyId;
    }
    network.heal();
    const events = async () => {
      const { Events = [] } = await clientsOf(near, key).cloudtrail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "GetSessionToken" }],
        }),
      );
      return Events.map(
        ({ CloudTrailEvent = "" }) => JSON.parse(CloudTrailEvent).responseElements?.credentials?.accessKeyId,
      );
    };
    const deadline = performance.now() + 10_000;
    while (!(await events()).includes(issued)) {
      assert.ok(performance.now() < deadline);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});
