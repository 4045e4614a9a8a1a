/** How nodes begin over a shared database, and why they do not. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ListUsersCommand } from "@aws-sdk/client-iam";
import { createMasterKeyFile } from "@portcullis/keys";
import { openPostgres, type Storage, StorageError } from "@portcullis/storage";
import { patient, testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { clientsOf } from "./support/clients.ts";
import { readRootCredentials, startOver, startRefused, type TestServer } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-start-"));
const database = await testDatabase({ empty: true });
const umask = process.umask();
after(async () => {
  await database.drop();
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

let keys = 0;

async function newMasterKey(): Promise<string> {
  const path = join(folder, `master-${++keys}.key`);
  assert.ok((await createMasterKeyFile(path)).ok);
  return path;
}

const argsOf = (masterKey: string) => ["--database", database.url, "--master-key-file", masterKey];

test("without a master key a node does not start, and makes none", async () => {
  const path = join(folder, "keyless");
  const { code, messages } = await startRefused(["--data-dir", path, "--database", database.url]);
  assert.equal(code, 1);
  assert.deepEqual(messages, [
    `There is no master key file ${join(path, "master.key")}: over a shared database none is made, so give every node the same with --master-key-file.`,
  ]);
  assert.ok(!existsSync(join(path, "master.key")));
  assert.ok(!existsSync(join(path, "root-credentials")));
});

test("of nodes that begin at once over an empty database one makes the installation, and all serve it", async () => {
  const args = argsOf(await newMasterKey());
  const paths = ["a", "b", "c"].map((name) => join(folder, name));
  // Root's credentials are on the node that made them alone, so who they are is read afterwards.
  const nobody = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "" };
  const nodes = await Promise.all(paths.map((path) => startOver(path, { args, root: nobody })));
  const makers = paths.filter((path) => existsSync(join(path, "root-credentials")));
  assert.equal(makers.length, 1);
  const root = readRootCredentials(makers[0] ?? "");
  for (const node of nodes) {
    assert.deepEqual((await clientsOf(node, root).iam.send(new ListUsersCommand({}))).Users, []);
  }
  await Promise.all(nodes.map((node) => node.stop()));

  const other = await startRefused(["--data-dir", join(folder, "d"), ...argsOf(await newMasterKey())]);
  assert.equal(other.code, 1);
  assert.match(other.messages.join(), /^None of the master keys|^The master key is not the one/);
  assert.deepEqual(
    readdirSync(join(folder, "d")).filter((name) => name !== "lock"),
    [],
  );
});

test("a node that looks while another one makes the installation finds it, whichever it reads first", async () => {
  const empty = await testDatabase({ empty: true });
  const args = ["--database", empty.url, "--master-key-file", await newMasterKey()];
  let first: Promise<TestServer> | undefined;
  /** Reads, and then lets the other node make the installation before it goes on. */
  const overtaken =
    <T>(read: () => Promise<T>) =>
    async (): Promise<T> => {
      const answer = await read();
      first ??= startOver(join(folder, "first"), { args });
      await first;
      return answer;
    };
  const shared = async () => {
    const storage = await openPostgres({ url: empty.url, deadlines: patient });
    return {
      ...storage,
      deployment: overtaken(() => storage.deployment()),
      keys: overtaken(() => storage.keys()),
    };
  };
  const root = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "" };
  const second = await startOver(join(folder, "second"), { args, root, drivers: { shared } });
  const made = await first;
  assert.ok(made !== undefined);
  assert.deepEqual((await clientsOf(second, made.root).iam.send(new ListUsersCommand({}))).Users, []);
  await Promise.all([made.stop(), second.stop()]);
  await empty.drop();
});

test("root's credentials are those of whichever first start's commit is kept, also after all had given up", async () => {
  const empty = await testDatabase({ empty: true });
  const path = join(folder, "gave-up");
  const args = ["--database", empty.url, "--master-key-file", await newMasterKey()];
  type First = Parameters<Storage["initialize"]>;
  const asked: First[] = [];
  const giving =
    (initialize: (storage: Storage, first: First) => Promise<void>) => async (): Promise<Storage> => {
      const storage = await openPostgres({ url: empty.url, deadlines: patient });
      return { ...storage, initialize: (...first) => initialize(storage, first) };
    };
  const givesUp = giving(async (_, first) => {
    asked.push(first);
    throw new StorageError("unknown", "the answer did not come");
  });
  for (let time = 0; time < 2; time++) await startRefused(["--data-dir", path, ...args], { shared: givesUp });
  assert.ok(!existsSync(join(path, "root-credentials")), "what was not made has no credentials");
  const overtaken = giving(async (storage, first) => {
    await storage.initialize(...asked[0]!);
    await storage.initialize(...first);
  });
  const node = await startOver(path, { args, drivers: { shared: overtaken } });
  const root = readRootCredentials(path);
  assert.deepEqual((await clientsOf(node, root).iam.send(new ListUsersCommand({}))).Users, []);
  await node.stop();
  await empty.drop();
});

test("a first start finds what was kept since the last one gave up, and root's credentials of it", async () => {
  const empty = await testDatabase({ empty: true });
  const args = ["--database", empty.url, "--master-key-file", await newMasterKey()];
  const paths = ["kept-late", "too-late"].map((name) => join(folder, name));
  const kept: (() => Promise<void>)[] = [];
  const givesUp = async (): Promise<Storage> => {
    const storage = await openPostgres({ url: empty.url, deadlines: patient });
    const initialize: Storage["initialize"] = async (...first) => {
      kept.push(async () => {
        const late = await openPostgres({ url: empty.url, deadlines: patient });
        await late.initialize(...first);
        await late.close();
      });
      throw new StorageError("unknown", "the answer did not come");
    };
    return { ...storage, initialize };
  };
  for (const path of [paths[0]!, ...paths]) {
    await startRefused(["--data-dir", path, ...args], { shared: givesUp });
  }
  await kept[0]!();
  const nobody = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "" };
  for (const path of paths) {
    await using node = await startOver(path, { args, root: nobody });
    const root = readRootCredentials(paths[0]!);
    assert.deepEqual((await clientsOf(node, root).iam.send(new ListUsersCommand({}))).Users, []);
    if (path === paths[0]) {
      const file = readFileSync(join(path, "root-credentials"), "utf8");
      assert.ok(
        file.startsWith(`export AWS_ENDPOINT_URL=${node.endpoint}\n`),
        "they lead to the server that runs",
      );
    }
    const names = readdirSync(path).filter((name) => name.startsWith("root-credentials"));
    assert.deepEqual(names, path === paths[0] ? ["root-credentials"] : []);
  }
  await empty.drop();
});

test("a database that cannot be reached is said in one sentence, without what is secret", async () => {
  const path = join(folder, "nowhere");
  mkdirSync(path, { mode: 0o700 });
  const args = ["--data-dir", path, "--database", "postgres://portcullis@127.0.0.1:1/none"];
  const { code, messages } = await startRefused([...args, "--master-key-file", await newMasterKey()]);
  assert.equal(code, 1);
  assert.match(messages.join(), /^The database none at 127\.0\.0\.1:1 cannot be opened: [^\n]+\.$/);
});
