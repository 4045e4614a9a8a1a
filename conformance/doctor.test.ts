/** `portcullis doctor` as an operator runs it: beside a running server, after one, and where there never was one. */
import assert from "node:assert/strict";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openSqlite } from "@portcullis/storage";
import { makeAccounts } from "./support/accounts.ts";
import { callsOf, done } from "./support/calls.ts";
import { startChild } from "./support/child-server.ts";
import { doctorHere, doctorOutside } from "./support/doctor.ts";
import { unpack } from "./support/kept-release.ts";
import { readRootCredentials, startRefused } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-doctor-"));
const umask = process.umask();
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

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
      doctorOutside(["--data-dir", path], server.operatePort),
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
    const second = await startRefused(["--data-dir", path]);
    assert.equal(second.code, 1);
    assert.match(second.messages.at(-1) ?? "", /^Another Portcullis is running on this data directory/);
  });

  test("it does not take a master key of another installation for one that fits", async () => {
    const other = join(await installation(), "master.key");
    const { code, says } = await doctorHere(
      ["--data-dir", path, "--master-key-file", other],
      server.operatePort,
    );
    assert.equal(code, 0);
    assert.equal(says.keys, untold);
  });

  test("it does not know the server by another port, and says what that may mean", async () => {
    const { code, says } = await doctorHere(["--data-dir", path]);
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
      const { code, says } = await doctorHere(["--data-dir", other], server.operatePort);
      assert.equal(code, 0);
      assert.equal(
        says.server,
        `warn: The server on port ${server.operatePort} serves deployment ${deployment}, not this one: ${advice}`,
      );
      assert.equal(says.lag, "ok: The server that runs is another one: its state was not looked at.");
    }
  });

  test("it shows no secret", async () => {
    const { written } = await doctorHere(["--data-dir", path], server.operatePort);
    const { accessKeyId, secretAccessKey } = readRootCredentials(path);
    const masterKey = readFileSync(join(path, "master.key"), "utf8").trim();
    for (const secret of [accessKeyId, secretAccessKey, masterKey]) assert.ok(!written.includes(secret));
  });
});

test("after a server it reads the database and tries the key, and changes nothing", async () => {
  const path = await installation();
  const before = traces(path);
  const { code, says } = await doctorHere(["--data-dir", path]);
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
  const { code, says } = await doctorHere(["--data-dir", path]);
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
  const { code, says } = await doctorHere(["--data-dir", path]);
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
  const foreign = await doctorHere(["--data-dir", path]);
  assert.equal(foreign.code, 1);
  assert.match(
    foreign.says.keys ?? "",
    /^fail: The master key is not the one that this deployment's keys are wrapped with\.$/,
  );
  rmSync(join(path, "master.key"));
  const missing = await doctorHere(["--data-dir", path]);
  assert.equal(missing.code, 1);
  assert.match(missing.says.keys ?? "", /^fail: There is no master key file /);
  assert.ok(!existsSync(join(path, "master.key")));
});

test("a key that waits to be wrapped by the new master key is told", async () => {
  const [path, other] = [await installation(), await installation()];
  const keys = `${join(other, "master.key")},${join(path, "master.key")}`;
  const { code, says } = await doctorHere(["--data-dir", path, "--master-key-file", keys]);
  assert.equal(code, 0);
  assert.match(says.keys ?? "", /^warn: .* not wrapped by the first master key yet: run portcullis rekey\.$/);
});

test("files that others can reach are told with the command that helps", async () => {
  const path = await installation();
  chmodSync(join(path, "portcullis.db"), 0o640);
  const { code, says } = await doctorHere(["--data-dir", path]);
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
  const { code, says } = await doctorHere(["--data-dir", newer]);
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
    (await doctorHere(["--data-dir", foreign])).says.database ?? "",
    /^fail: .* is not a database of this program\.$/,
  );
});

test("an installation of the first release is looked at and left as it is", async () => {
  const path = newPath();
  unpack("0.1", path);
  const before = traces(path);
  const { code, says } = await doctorHere(["--data-dir", path]);
  assert.equal(code, 0, JSON.stringify(says));
  assert.match(
    says.database ?? "",
    /^(ok: .* holds deployment|warn: .* has tables of SQLite, format 1: the next start)/,
  );
  assert.deepEqual(traces(path), before);
});
