import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { after, test } from "node:test";
import { openPostgres } from "@portcullis/storage";
import { roles, testDatabase } from "../../storage/test/postgres/test-database.ts";
import { runCommand } from "../src/command.ts";

const database = await testDatabase({ empty: true });
after(() => database.drop());

const run = (...argv: readonly string[]) => runAny("prepare", ...argv);

async function runAny(...argv: readonly string[]) {
  const written = { out: "", err: "" };
  const code = await runCommand(argv, {
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
  const twice = await run("--running-role", "x", "--running-role", "y", "--database", database.url);
  assert.equal(twice.code, 2);
  assert.match(twice.err, /^portcullis prepare: --running-role is given more than once\. See/);
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

test("what a database says when it refuses steers no terminal, here and in the doctor", async () => {
  const fields = ["SFATAL", "VFATAL", "C28000", "M\u001b[2J\nok\u009b\u202e"].join("\0");
  const length = Buffer.alloc(4);
  length.writeInt32BE(Buffer.byteLength(fields) + 6);
  const refusal = Buffer.concat([Buffer.from("E"), length, Buffer.from(`${fields}\0\0`)]);
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(refusal));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `postgres://x@127.0.0.1:${port}/hostile`;
  const said = `The database hostile at 127.0.0.1:${port} cannot be opened:  [2J ok  .`;
  const { err } = await run("--running-role", "x", "--database", url);
  const doctor = await runAny("doctor", "--database", url, "--operator-port", "0");
  server.close();
  assert.equal(err, `portcullis prepare: ${said}\n`);
  assert.ok(doctor.out.includes(`fail  database      ${said}\n`), doctor.out);
  assert.doesNotMatch(doctor.out.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u);
});
