/** `portcullis doctor` over a database that several nodes share. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openPostgres } from "@portcullis/storage";
import { masterKeyOf } from "../packages/server/src/master-keys.ts";
import { privateServer } from "../packages/storage/test/postgres/cluster.ts";
import { roles, testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { keepAccounts, makeAccounts } from "./support/accounts.ts";
import { startChild } from "./support/child-server.ts";
import { doctorHere } from "./support/doctor.ts";
import { startOver } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-doctor-"));
const umask = process.umask();
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

let made = 0;
const newPath = () => join(folder, `data-${made++}`);

test("a shared database is looked at beside its nodes: its clock, its keys and what it holds", async () => {
  const server = await privateServer({ settings: { fsync: "on" } });
  after(() => server.end());
  const [path, database] = [newPath(), await testDatabase({ empty: true, server })];
  mkdirSync(path, { mode: 0o700 });
  const key = join(path, "master.key");
  const shared = ["--data-dir", path, "--database", database.url, "--master-key-file", key];
  const early = await doctorHere(shared);
  assert.equal(early.code, 1);
  assert.match(early.says.keys ?? "", /^fail: There is no master key file /);
  assert.match(early.says.database ?? "", /^warn: .* the first node to start makes one\.$/);

  const masterKey = await masterKeyOf(key, true);
  assert.ok(!("problem" in masterKey));
  const storage = await openPostgres({ url: database.url });
  await keepAccounts(storage, masterKey, ["111122223333"]);
  const { code, says } = await doctorHere(shared);
  assert.equal(code, 0, JSON.stringify(says));
  assert.match(says.clock ?? "", /^ok: The clock agrees with the database's to \d\.\d\d s\.$/);
  assert.match(says.keys ?? "", /^ok: The master key fits the database/);
  assert.match(says.database ?? "", /^ok: The database 127\.0\.0\.1:\d+\/test_\w+ holds deployment /);
  await storage.close();

  const node = await startChild(shared);
  const resting = newPath();
  await makeAccounts(resting, ["111122223333"]);
  const [own, second, atRest] = await Promise.all([
    doctorHere(shared, node.operatePort),
    doctorHere([...shared, "--data-dir", newPath()].slice(2), node.operatePort),
    doctorHere(["--data-dir", resting], node.operatePort),
  ]);
  await node.stop();
  assert.match(own.says.server ?? "", /^ok: A server of version \S+ runs and takes requests\.$/);
  assert.match(own.says.lag ?? "", /^ok: The running server's state was confirmed /);
  assert.match(second.says.server ?? "", /^warn: .* is another node of this deployment, /);
  assert.match(atRest.says.server ?? "", /^warn: .* serves deployment [0-9a-f-]{36}, not this one: /);

  await database.drop();
  const gone = await doctorHere(shared);
  assert.equal(gone.code, 1);
  assert.match(
    gone.says.database ?? "",
    /^fail: The database test_\w+ at 127\.0\.0\.1:\d+ cannot be opened: [^\n]+\.$/,
  );
  assert.match(gone.says.keys ?? "", /^warn: .* whether it fits cannot be told without the database\.$/);
});

test("who cannot delete events past their time is told, by the doctor and at once by a start, which goes on", async () => {
  const server = await privateServer();
  after(() => server.end());
  const [path, database] = [newPath(), await testDatabase({ server })];
  await database.asSuperuser((client) =>
    client.query("CREATE ROLE cleaner LOGIN PASSWORD 'right' IN ROLE retention, scram"),
  );
  mkdirSync(path, { mode: 0o700 });
  const file = (name: string, content: string) => {
    writeFileSync(join(path, name), content, { mode: 0o600 });
    return join(path, name);
  };
  const key = file("master.key", "4d".repeat(32));
  const running = database.at({ role: roles.running });
  const args = ["--database", running, "--master-key-file", key];
  const cleaner = (password: string) => [
    ...[...args, "--retention-role", "cleaner"],
    ...["--retention-password-file", file(password, password)],
  ];
  const doctor = (its: readonly string[]) => doctorHere(["--data-dir", path, ...its]);
  assert.match(
    (await doctor(args)).says.retention ?? "",
    /^warn: The role running may not delete .*: name one that may with --retention-role\.$/,
  );
  assert.equal(
    (await doctor(cleaner("right"))).says.retention,
    "ok: The role cleaner may delete events past their time.",
  );
  const { code, says, written } = await doctor(cleaner("wrong"));
  assert.equal(code, 1);
  const refused =
    /password authentication failed .* Until the role cleaner can log in, events past their time stay\./;
  assert.match(says.retention ?? "", /^fail: The database test_\w+ at 127\.0\.0\.1:\d+ cannot be opened: /);
  assert.match(written, refused);

  const node = await startOver(path, { args: cleaner("wrong") });
  assert.match(node.written(), refused);
  assert.equal(await node.stop(), 0);
  const well = await startOver(path, { args: cleaner("right") });
  assert.doesNotMatch(well.written(), /past their time/);
  assert.equal(await well.stop(), 0);
});
