/** A database that is put back in time, or went another way, under running nodes: they drop what they held. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { CreateUserCommand, GetUserCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { openPostgres, type Storage } from "@portcullis/storage";
import { patient, type TestDatabase, testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { type Clients, clientsOf, credentialsOf, failureOf } from "./support/clients.ts";
import { type Node, type Nodes, startNodes } from "./support/nodes.ts";

let database: TestDatabase;
let cluster: Nodes;
let nodes: readonly Node[];
/** Root's clients of each node. They try again, as clients do, while a node begins anew. */
let clients: readonly Clients[];

before(async () => {
  database = await testDatabase();
  cluster = await startNodes({ open: () => openPostgres({ url: database.url, deadlines: patient }) });
  nodes = cluster.nodes;
  clients = nodes.map((node) => clientsOf(node, cluster.root, 20));
});
after(async () => {
  await cluster[Symbol.asyncDispose]();
  await database.drop();
});

const make = ([first]: readonly Clients[], UserName: string) =>
  first?.iam.send(new CreateUserCommand({ UserName }));

/** Resolves when a node says so; which it must by itself, without being asked for anything. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, nodes.map((node) => node.written()).join(""));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const knows = ({ iam }: Clients, UserName: string): Promise<boolean> =>
  iam.send(new GetUserCommand({ UserName })).then(
    () => true,
    (error) => {
      if (error.name === "NoSuchEntityException") return false;
      throw error;
    },
  );

/** Every node has found the database again, after its connections were ended. */
async function allAreConnected(): Promise<void> {
  await until(async () => {
    const answers = await Promise.all(
      nodes.map(({ operatePort }) => fetch(`http://127.0.0.1:${operatePort}/readyz`)),
    );
    const told = (await Promise.all(answers.map((each) => each.json()))) as {
      readonly notes?: readonly string[];
    }[];
    return told.every(({ notes }) => notes?.length === 0);
  });
}

/** Every node dropped what it held, for this reason. */
async function allBeganAnew(why: RegExp): Promise<void> {
  await until(async () => nodes.every((node) => why.test(node.written())));
}

test("a database that is put back to an earlier revision: what came later is nowhere any more", async () => {
  await make(clients, "kept");
  const kept = await database.keep();
  await allAreConnected();
  await make(clients, "later");
  for (const each of clients) assert.ok(await knows(each, "later"));
  await kept.putBack();
  await allBeganAnew(/went back from revision/);
  for (const each of clients) {
    assert.equal(await knows(each, "later"), false);
    assert.ok(await knows(each, "kept"));
  }
  await make(clients, "later");
  for (const each of clients) assert.ok(await knows(each, "later"));
});

test("a standby that lost the tail and went another way to the same revision: only its way counts", async () => {
  const kept = await database.keep();
  await allAreConnected();
  await make(clients, "of-the-old-primary");
  for (const each of clients) assert.ok(await knows(each, "of-the-old-primary"));
  const realm = `account/${nodes[0]?.account}`;
  const other = await openPostgres({ url: kept.url, deadlines: patient });
  const [head] = (await other.confirm([realm])).revisions;
  const [row] = (await other.loadRealm(realm))?.entities.filter(({ kind }) => kind === "user") ?? [];
  assert.ok(head !== undefined && row !== undefined);
  const body = JSON.stringify({ ...JSON.parse(row.body), name: "of-the-new-primary" });
  const puts = [{ ...row, id: "AIDAOFTHENEWPRIMARY01", body }];
  const write = { realm, expected: head.revision, revision: head.revision + 1, changeId: randomUUID(), puts };
  await other.commit({ writes: [{ ...write, deletes: [] }], relied: [], events: [], once: [] });
  await other.close();
  await kept.putBack();
  await allBeganAnew(/has another change at revision/);
  for (const each of clients) {
    assert.equal(await knows(each, "of-the-old-primary"), false);
    assert.ok(await knows(each, "of-the-new-primary"));
  }
});

test("another incarnation ends every session, and long-term keys go on", async () => {
  const [first] = clients;
  const { Credentials: issued } = (await first?.sts.send(new GetSessionTokenCommand({}))) ?? {};
  const session = credentialsOf(issued);
  const calls = nodes.map((node) => clientsOf(node, session, 20));
  for (const { sts } of calls) await sts.send(new GetCallerIdentityCommand({}));
  await database.asSuperuser((client) =>
    client.query("UPDATE portcullis.deployment SET incarnation = 'another'"),
  );
  await allBeganAnew(/is of another incarnation/);
  for (const { sts } of calls) {
    const { name } = await failureOf(sts.send(new GetCallerIdentityCommand({})));
    assert.equal(name, "InvalidClientTokenId");
  }
  for (const { sts } of clients) await sts.send(new GetCallerIdentityCommand({}));
});

test("a database that goes back while a node reads what it had said: that node begins anew, and reads no further", async () => {
  const shared = await testDatabase();
  let gate: Promise<void> | undefined;
  let reads = 0;
  const open = async (node: number): Promise<Storage> => {
    const storage = await openPostgres({ url: shared.url, deadlines: patient });
    const changesFrom: Storage["changesFrom"] = async (...asked) => {
      reads += 1;
      await gate;
      // Both of its connections may have been ended meanwhile.
      const again = () => storage.changesFrom(...asked);
      return again().catch(again).catch(again);
    };
    return node === 0 ? storage : { ...storage, changesFrom };
  };
  const both = await startNodes({ open });
  const [writer, reader] = both.nodes.map((node) => clientsOf(node, both.root, 20)) as [Clients, Clients];
  await make([writer], "kept");
  assert.ok(await knows(reader, "kept"));
  const kept = await shared.keep();
  const { promise, resolve } = Promise.withResolvers<void>();
  gate = promise;
  reads = 0;
  await make([writer], "later");
  await until(async () => reads > 0);
  await kept.putBack();
  resolve();
  await until(async () => /has other changes/.test(both.nodes[1]?.written() ?? ""));
  assert.equal(reads, 1);
  assert.equal(await knows(reader, "later"), false);
  assert.ok(await knows(reader, "kept"));
  await both[Symbol.asyncDispose]();
  await shared.drop();
});
