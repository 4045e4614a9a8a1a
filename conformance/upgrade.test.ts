/** What another version wrote: refused as a whole at the start, and realm by realm where it is met later. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { type EntityRow, openMemory, openSqlite, type Storage } from "@portcullis/storage";
import { makeAccounts } from "./support/accounts.ts";
import { type Calls, callsOf, done, refusal } from "./support/calls.ts";
import { runChild } from "./support/child-server.ts";
import { startNodes } from "./support/nodes.ts";
import { type Door, startDurable, startRefused } from "./support/server.ts";
import { watchedStorage } from "./support/watched-storage.ts";
import { send } from "./support/wire.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-upgrade-"));
const umask = process.umask();
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

const [operator, tenant] = ["111122223333", "444455556666"] as const;
const unavailable = {
  status: 503,
  code: "ServiceUnavailable",
  message: "The request has failed due to a temporary failure of the server.",
};

let made = 0;
async function newInstallation() {
  made += 1;
  const path = join(folder, `data-${made}`);
  const roots = await makeAccounts(path, [operator, tenant]);
  return { path, roots, database: join(path, "portcullis.db") };
}

/** Puts a body into a realm, as a node of another version does. */
async function put(storage: Storage, realm: string, row: EntityRow): Promise<void> {
  const { revision = 0 } = (await storage.confirm([realm])).revisions[0] ?? {};
  const write = { realm, expected: revision, revision: revision + 1, changeId: randomUUID() };
  await storage.commit({
    writes: [{ ...write, puts: [row], deletes: [] }],
    relied: [],
    events: [],
    once: [],
  });
}

const newer = (kind: string): EntityRow => ({
  kind,
  id: "AIDAAAAAAAAAAAAAAAAAA",
  v: 3,
  body: '{"shape":"new"}',
});

for (const [kind, held] of [
  ["user", "users of format 3 and this version reads up to 1"],
  ["tenant", "entities of the kind tenant, which this version does not know"],
] as const) {
  test(`start refuses a database that holds ${held}, and leaves it as it is`, async () => {
    const { path, database } = await newInstallation();
    const storage = await openSqlite({ path: database });
    await put(storage, `account/${tenant}`, newer(kind));
    await storage.close();
    const before = readFileSync(database);
    const { code, messages, written } = await startRefused(["--data-dir", path]);
    assert.equal(code, 1);
    assert.equal(
      messages.at(-1),
      `The database holds ${held}: start the version that wrote it, or a newer one.`,
    );
    assert.doesNotMatch(written, /serves the AWS APIs/);
    assert.ok(readFileSync(database).equals(before));
  });
}

test("start refuses tables of a newer format, and leaves them as they are", async () => {
  const { path, database } = await newInstallation();
  const db = new DatabaseSync(database);
  db.exec("PRAGMA user_version = 99");
  db.close();
  const before = readFileSync(database);
  const { code, messages } = await runChild(["--data-dir", path]);
  assert.equal(code, 1);
  assert.match(
    messages.at(-1) ?? "",
    /^The database has format 99 and this version reads up to \d+: start the version that wrote it, or a newer one\.$/,
  );
  assert.ok(readFileSync(database).equals(before));
});

test("an account that another node took to a newer format is refused, said once, and the others go on", async () => {
  const { path, roots } = await newInstallation();
  const { drivers, storage } = watchedStorage();
  await using server = await startDurable(path, { drivers, root: roots[0]! });
  const [theirs, own] = [callsOf(server, roots[1]!), callsOf(server, roots[0]!)];
  await done(theirs.iam("CreateUser", { UserName: "ann" }));
  await put(storage(), `account/${tenant}`, newer("user"));

  assert.deepEqual(refusal(await theirs.iam("CreateUser", { UserName: "bob" })), unavailable);
  for (const action of ["ListUsers", "GetUser", "GetAccountSummary"]) {
    assert.deepEqual(refusal(await theirs.iam(action)), unavailable);
  }
  const role = { RoleArn: `arn:aws:iam::${tenant}:role/r`, RoleSessionName: "call" };
  assert.deepEqual(refusal(await own.sts("AssumeRole", role)), unavailable);
  await done(own.iam("CreateUser", { UserName: "ann" }));
  await done(own.iam("ListUsers"));

  const said = server
    .written()
    .split("\n")
    .filter((line) => line.includes(tenant));
  assert.equal(said.length, 1, said.join("\n"));
  assert.equal(
    JSON.parse(said[0] ?? "").msg,
    `The realm account/${tenant} holds users of format 3 and this version reads up to 1: its calls are refused; start the version that wrote it, or a newer one.`,
  );
  assert.equal(await server.stop(), 0);
});

test("nodes that follow a database go on beside a realm that only a newer one reads, until it is the installation", async () => {
  const database = await openMemory();
  const open = async (): Promise<Storage> => ({ ...database, close: async () => undefined });
  {
    await using cluster = await startNodes({ open, accounts: [operator, tenant], count: 2 });
    const at = (account: number) => cluster.nodes.map((node) => callsOf(node, cluster.roots[account]!));
    for (const calls of [...at(0), ...at(1)]) await done(calls.iam("ListUsers"));
    await put(database, `account/${tenant}`, newer("user"));

    for (const theirs of at(1)) assert.deepEqual(refusal(await theirs.iam("ListUsers")), unavailable);
    const [here, there] = at(0) as [Calls, Calls];
    await done(here.iam("CreateUser", { UserName: "later" }));
    await done(there.iam("GetUser", { UserName: "later" }));
    for (const node of cluster.nodes) {
      assert.equal((await readiness(node)).status, 200);
      assert.equal(node.written().split("its calls are refused").length, 2);
    }

    await put(database, "installation", newer("user"));
    for (const own of at(0)) assert.deepEqual(refusal(await own.iam("ListUsers")), unavailable);
    for (const node of cluster.nodes) {
      const { status, body } = await readiness(node);
      assert.equal(status, 503);
      assert.match(body, /This version cannot read what the installation became\./);
      assert.equal(await node.stop(), 0);
    }
  }
  await database.close();
});

const readiness = (node: Door) => send(node.operatePort, { method: "GET", target: "/readyz" });
