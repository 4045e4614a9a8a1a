import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openPostgres } from "@portcullis/storage";
import { roles, testDatabase } from "../../storage/test/postgres/test-database.ts";
import { runCommand } from "../src/command.ts";

const database = await testDatabase({ empty: true });
after(() => database.drop());

async function run(...argv: readonly string[]) {
  const written = { out: "", err: "" };
  const code = await runCommand(["prepare", ...argv], {
    version: "0",
    env: {},
    out: { write: (text) => (written.out += text) },
    err: { write: (text) => (written.err += text) },
    input: () => {
      throw new Error("nothing is read");
    },
  });
  return { code, ...written };
}

test("a server of few rights cannot use an empty database, and can once its owner has prepared it", async () => {
  const asServer = {
    url: database.at({ role: roles.running }),
    retention: { url: database.at({ role: roles.retention }) },
  };
  await assert.rejects(openPostgres(asServer), { name: "OpenError" });
  const named = ["--running-role", roles.running, "--retention-role", roles.retention];
  for (let time = 0; time < 2; time++) {
    const { code, out, err } = await run("--database", database.url, ...named);
    assert.equal(code, 0, err);
    assert.equal(out, "The tables are there, and running and retention may use them.\n");
  }
  const storage = await openPostgres(asServer);
  assert.equal(await storage.deployment(), undefined);
  assert.equal(await storage.purgeEvents(0, 1), 0);
  await storage.close();
});

test("what is missing, or cannot be reached, is said in one sentence", async () => {
  const missing = await run("--database", database.url);
  assert.deepEqual([missing.code, missing.out], [2, ""]);
  assert.match(missing.err, /^portcullis prepare: --running-role names the role of the servers\. See/);
  const nowhere = await run("--running-role", "x");
  assert.match(nowhere.err, /^portcullis prepare: --database names the database\. See/);
  const absent = await run("--running-role", "x", "--database", "postgres://x@127.0.0.1:1/none");
  assert.equal(absent.code, 1);
  assert.match(
    absent.err,
    /^portcullis prepare: The database none at 127\.0\.0\.1:1 cannot be opened: [^\n]+\n$/,
  );
  const unknown = await run("--running-role", "nobody-knows", "--database", database.url);
  assert.equal(unknown.code, 1);
  assert.equal(unknown.err, "portcullis prepare: The role nobody-knows does not exist: create it first.\n");
  const owner = await run("--running-role", "owner", "--database", database.url);
  assert.equal(owner.code, 1);
  assert.match(owner.err, /^portcullis prepare: The role owner owns the database, [^\n]+\n$/);
});
