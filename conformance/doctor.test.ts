/** `portcullis doctor` as an operator runs it: beside a running server, after one, and where there never was one. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { openPostgres, openSqlite } from "@portcullis/storage";
import { runCommand } from "../packages/cli/src/command.ts";
import { masterKeyOf } from "../packages/server/src/master-keys.ts";
import { privateServer } from "../packages/storage/test/postgres/cluster.ts";
import { testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { keepAccounts, makeAccounts } from "./support/accounts.ts";
import { callsOf, done } from "./support/calls.ts";
import { runChild, startChild } from "./support/child-server.ts";
import { unpack } from "./support/kept-release.ts";
import { readRootCredentials } from "./support/server.ts";

const program = resolve(import.meta.dirname, "../packages/cli/bin/portcullis.js");
const folder = mkdtempSync(join(tmpdir(), "portcullis-doctor-"));
after(() => rmSync(folder, { recursive: true }));

interface Examined {
  readonly code: number | null;
  /** What was said under each name, after its level. */
  readonly says: Readonly<Record<string, string>>;
  readonly written: string;
}

/** The port on which nobody listens. */
const NOBODY = 1;

/** Runs the doctor as a process of its own, as whoever has a running server must. */
async function doctor(args: readonly string[], operatorPort = NOBODY): Promise<Examined> {
  const child = spawn(process.execPath, [program, ...argumentsOf(args, operatorPort)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {},
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return examined(code, out, err);
}

/** Runs the doctor in this process, where no server runs. */
async function doctorHere(...args: readonly string[]): Promise<Examined> {
  const written = { out: "", err: "" };
  const code = await runCommand(argumentsOf(args, NOBODY), {
    version: "0",
    env: {},
    out: { write: (piece) => (written.out += piece) },
    err: { write: (piece) => (written.err += piece) },
    input: () => assert.fail("nothing is read"),
  });
  return examined(code, written.out, written.err);
}

function argumentsOf(args: readonly string[], operatorPort: number): readonly string[] {
  return ["doctor", "--format", "json", "--operator-port", String(operatorPort), ...args];
}

function examined(code: number | null, out: string, err: string): Examined {
  assert.equal(err, "");
  const { findings } = JSON.parse(out) as { findings: { name: string; level: string; sentence: string }[] };
  const says = findings.map(({ name, level, sentence }) => [name, `${level}: ${sentence}`]);
  return { code, says: Object.fromEntries(says), written: out };
}

/** All that can be told of a folder, but when it was read. */
function traces(path: string): object {
  const one = (file: string) => {
    const { ino, size, mode, mtimeMs, ctimeMs } = lstatSync(file);
    return { file, ino, size, mode, mtimeMs, ctimeMs };
  };
  return [one(path), ...readdirSync(path).map((name) => one(join(path, name)))];
}

let made = 0;
const newPath = () => join(folder, `data-${made++}`);

/** An installation at rest. */
async function installation(): Promise<string> {
  const path = newPath();
  await makeAccounts(path, ["111122223333"]);
  return path;
}

/** What is said of a key while a server has the database. */
const untold =
  "warn: The master key can be read; whether it fits cannot be told while the running server has the database.";

describe("beside a running server", () => {
  const path = newPath();
  let server: Awaited<ReturnType<typeof startChild>>;
  before(async () => {
    server = await startChild(["--data-dir", path]);
  });
  after(() => server.stop());

  test("it says that all is well, keeps off the database, and the server goes on with its locks", async () => {
    const root = callsOf(server, readRootCredentials(path));
    await done(root.iam("CreateUser", { UserName: "before" }));
    const [{ code, says }] = await Promise.all([
      doctor(["--data-dir", path], server.operatePort),
      done(root.iam("CreateUser", { UserName: "meanwhile" })),
    ]);
    assert.equal(code, 0);
    assert.match(says.server ?? "", /^ok: A server of version \d+\.\d+\.\d+ runs and takes requests\.$/);
    assert.equal(
      says.database,
      `ok: The database ${path}/portcullis.db is in use by the running server, and is left alone.`,
    );
    assert.equal(says.keys, untold);
    assert.match(says.lag ?? "", /^ok: /);
    assert.match(
      says["file modes"] ?? "",
      /^warn: The root credentials are in .*: make an administrator and delete the file\.$/,
    );
    await done(root.iam("CreateUser", { UserName: "after" }));
    const second = await runChild(["--data-dir", path]);
    assert.equal(second.code, 1);
    assert.match(second.messages.at(-1) ?? "", /^Another Portcullis is running on this data directory/);
  });

  test("it does not take a master key of another installation for one that fits", async () => {
    const other = join(await installation(), "master.key");
    const { code, says } = await doctor(["--data-dir", path, "--master-key-file", other], server.operatePort);
    assert.equal(code, 0);
    assert.equal(says.keys, untold);
  });

  test("it does not know the server by another port, and says what that may mean", async () => {
    const { code, says } = await doctor(["--data-dir", path]);
    assert.equal(code, 0);
    assert.match(says.database ?? "", /^warn: .* is in use, or its server was killed/);
    assert.match(says.keys ?? "", /^warn: The master key can be read; whether it fits cannot be told/);
    assert.match(says.server ?? "", /^ok: No server runs here/);
  });

  test("a deployment at rest, and one that never was, are not told that this server is theirs", async () => {
    const atRest = await installation();
    const answer = await fetch(`http://127.0.0.1:${server.operatePort}/readyz`);
    const { deployment } = (await answer.json()) as { readonly deployment: string };
    assert.match(deployment, /^[0-9a-f-]{36}$/);
    const advice = "run the doctor with the options of the start.";
    for (const other of [atRest, newPath()]) {
      const { code, says } = await doctor(["--data-dir", other], server.operatePort);
      assert.equal(code, 0);
      assert.equal(
        says.server,
        `warn: The server on port ${server.operatePort} serves deployment ${deployment}, not this one: ${advice}`,
      );
      assert.equal(says.lag, "ok: The server that runs is another one: its state was not looked at.");
    }
  });

  test("it shows no secret", async () => {
    const { written } = await doctor(["--data-dir", path], server.operatePort);
    const { accessKeyId, secretAccessKey } = readRootCredentials(path);
    const masterKey = readFileSync(join(path, "master.key"), "utf8").trim();
    for (const secret of [accessKeyId, secretAccessKey, masterKey]) assert.ok(!written.includes(secret));
  });
});

test("after a server it reads the database and tries the key, and changes nothing", async () => {
  const path = await installation();
  const before = traces(path);
  const { code, says } = await doctorHere("--data-dir", path);
  assert.equal(code, 0);
  assert.match(
    says.database ?? "",
    /^ok: The database .*portcullis\.db holds deployment [0-9a-f-]{36} \(partition aws; tables of SQLite, format \d+\)\.$/,
  );
  assert.equal(says.keys, "ok: The master key fits the database and opens its data keys.");
  assert.match(
    says.clock ?? "",
    /^ok: The clock says .*; the database is on this machine and has no other\.$/,
  );
  assert.equal(says["file modes"], `ok: ${path} and everything in it can be reached by this user alone.`);
  assert.deepEqual(traces(path), before);
});

test("where there never was a server it says what the first start makes, and makes nothing", async () => {
  const path = newPath();
  const { code, says } = await doctorHere("--data-dir", path);
  assert.equal(code, 0);
  assert.equal(says.keys, `ok: The first start makes the master key ${path}/master.key.`);
  assert.match(says.database ?? "", /^warn: There is no database .* yet: the first start makes one\.$/);
  assert.ok(!existsSync(path));
});

test("what a killed server left is told, and left as it is", async () => {
  const path = newPath();
  const server = await startChild(["--data-dir", path]);
  await done(callsOf(server, readRootCredentials(path)).iam("CreateUser", { UserName: "ann" }));
  await server.kill();
  const before = traces(path);
  const { code, says } = await doctorHere("--data-dir", path);
  assert.equal(code, 0);
  assert.match(
    says.database ?? "",
    /^warn: .* or its server was killed: the next start recovers what it committed last\.$/,
  );
  assert.deepEqual(traces(path), before);
});

test("a master key of another installation, and none, are told", async () => {
  const [path, other] = [await installation(), await installation()];
  cpSync(join(other, "master.key"), join(path, "master.key"));
  const foreign = await doctorHere("--data-dir", path);
  assert.equal(foreign.code, 1);
  assert.match(
    foreign.says.keys ?? "",
    /^fail: The master key is not the one that this deployment's keys are wrapped with\.$/,
  );
  rmSync(join(path, "master.key"));
  const missing = await doctorHere("--data-dir", path);
  assert.equal(missing.code, 1);
  assert.match(missing.says.keys ?? "", /^fail: There is no master key file /);
  assert.ok(!existsSync(join(path, "master.key")));
});

test("a key that waits to be wrapped by the new master key is told", async () => {
  const [path, other] = [await installation(), await installation()];
  const keys = `${join(other, "master.key")},${join(path, "master.key")}`;
  const { code, says } = await doctorHere("--data-dir", path, "--master-key-file", keys);
  assert.equal(code, 0);
  assert.match(says.keys ?? "", /^warn: .* not wrapped by the first master key yet: run portcullis rekey\.$/);
});

test("files that others can reach are told with the command that helps", async () => {
  const path = await installation();
  chmodSync(join(path, "portcullis.db"), 0o640);
  const { code, says } = await doctorHere("--data-dir", path);
  assert.equal(code, 1);
  assert.match(
    says["file modes"] ?? "",
    /^fail: .*portcullis\.db can be reached by other users \(mode 0640\): run chmod 600 /,
  );
});

test("what a newer version wrote, an older one, and another program are told apart", async () => {
  const newer = await installation();
  const storage = await openSqlite({ path: join(newer, "portcullis.db"), reserveBytes: 0 });
  const [there] = (await storage.confirm(["account/111122223333"])).revisions;
  assert.ok(there !== undefined);
  const { realm, revision } = there;
  const puts = [{ kind: "user", id: "AIDAAAAAAAAAAAAAAAAAA", v: 3, body: "{}" }];
  const write = { realm, expected: revision, revision: revision + 1, changeId: "newer", puts, deletes: [] };
  await storage.commit({ writes: [write], relied: [], events: [], once: [] });
  await storage.close();
  const { code, says } = await doctorHere("--data-dir", newer);
  assert.equal(code, 1);
  assert.equal(
    says.database,
    "fail: The database holds users of format 3 and this version reads up to 1: start the version that wrote it, or a newer one.",
  );

  const foreign = await installation();
  writeFileSync(
    join(foreign, "portcullis.db"),
    "no database, but long enough to be taken for one".repeat(100),
  );
  assert.match(
    (await doctorHere("--data-dir", foreign)).says.database ?? "",
    /^fail: .* is not a database of this program\.$/,
  );
});

test("an installation of the first release is looked at and left as it is", async () => {
  const path = newPath();
  unpack("0.1", path);
  const before = traces(path);
  const { code, says } = await doctorHere("--data-dir", path);
  assert.equal(code, 0, JSON.stringify(says));
  assert.match(
    says.database ?? "",
    /^(ok: .* holds deployment|warn: .* has tables of SQLite, format 1: the next start)/,
  );
  assert.deepEqual(traces(path), before);
});

test("a shared database is looked at beside its nodes: its clock, its keys and what it holds", async () => {
  const server = await privateServer({ settings: { fsync: "on" } });
  after(() => server.end());
  const [path, database] = [newPath(), await testDatabase({ empty: true, server })];
  mkdirSync(path, { mode: 0o700 });
  const key = join(path, "master.key");
  const shared = ["--data-dir", path, "--database", database.url, "--master-key-file", key];
  const early = await doctorHere(...shared);
  assert.equal(early.code, 1);
  assert.match(early.says.keys ?? "", /^fail: There is no master key file /);
  assert.match(early.says.database ?? "", /^warn: .* the first node to start makes one\.$/);

  const masterKey = await masterKeyOf(key, true);
  assert.ok(!("problem" in masterKey));
  const storage = await openPostgres({ url: database.url });
  await keepAccounts(storage, masterKey, ["111122223333"]);
  const { code, says } = await doctorHere(...shared);
  assert.equal(code, 0, JSON.stringify(says));
  assert.match(says.clock ?? "", /^ok: The clock agrees with the database's to \d\.\d\d s\.$/);
  assert.match(says.keys ?? "", /^ok: The master key fits the database/);
  assert.match(says.database ?? "", /^ok: The database 127\.0\.0\.1:\d+\/test_\w+ holds deployment /);
  await storage.close();

  const node = await startChild(shared);
  const [own, second, atRest] = await Promise.all([
    doctor(shared, node.operatePort),
    doctor([...shared, "--data-dir", newPath()].slice(2), node.operatePort),
    doctor(["--data-dir", await installation()], node.operatePort),
  ]);
  await node.stop();
  assert.match(own.says.server ?? "", /^ok: A server of version \S+ runs and takes requests\.$/);
  assert.match(own.says.lag ?? "", /^ok: The running server's state was confirmed /);
  assert.match(second.says.server ?? "", /^warn: .* is another node of this deployment, /);
  assert.match(atRest.says.server ?? "", /^warn: .* serves deployment [0-9a-f-]{36}, not this one: /);

  await database.drop();
  const gone = await doctorHere(...shared);
  assert.equal(gone.code, 1);
  assert.match(
    gone.says.database ?? "",
    /^fail: The database test_\w+ at 127\.0\.0\.1:\d+ cannot be opened: [^\n]+\.$/,
  );
  assert.match(gone.says.keys ?? "", /^warn: .* whether it fits cannot be told without the database\.$/);
});
