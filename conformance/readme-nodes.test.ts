/** The README's nodes over one database, started by its commands as they stand there. */
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { CreateUserCommand, GetUserCommand } from "@aws-sdk/client-iam";
import { privateServer } from "../packages/storage/test/postgres/cluster.ts";
import { eventually } from "../packages/storage/test/postgres/eventually.ts";
import type { Server } from "../packages/storage/test/postgres/server.ts";
import { clientsOf } from "./support/clients.ts";
import { readRootCredentials } from "./support/server.ts";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const text = readFileSync(join(root, "README.md"), "utf8");
const blocks = [...text.slice(text.indexOf("\n## Configuration\n")).matchAll(/^```sh\n(.*?)^```$/gms)];
const [preparing, ...starting] = blocks.map(([, lines = ""]) => lines);

/** Looks like the checkout, and keeps what the commands make. */
const folder = mkdtempSync(join(tmpdir(), "portcullis-readme-"));
const env = { ...process.env, PORTCULLIS_PORT: "0", PORTCULLIS_OPERATOR_PORT: "0" };
const shells: ChildProcess[] = [];
let database: Server;

/** In the place of psql: what comes from its input, statement by statement, as the superuser. */
const superuser = `
import { text } from "node:stream/consumers";
import { Client } from "pg";
const client = new Client(process.argv[2]);
await client.connect();
for (const statement of (await text(process.stdin)).split(/;$/m)) await client.query(statement);
await client.end();
`;

before(async () => {
  database = await privateServer();
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  for (const part of ["packages", "node_modules"]) symlinkSync(join(root, part), join(folder, part));
  writeFileSync(join(folder, "superuser.mjs"), superuser);
});
after(async () => {
  for (const shell of shells.filter(({ exitCode }) => exitCode === null)) {
    process.kill(-shell.pid!, "SIGTERM");
    await once(shell, "close");
  }
  await database.end();
  rmSync(folder, { recursive: true });
});

/** Starts a node and gives the port on which it says that it serves. */
async function start(lines: string): Promise<number> {
  const here = lines
    .replace("@127.0.0.1/", `@127.0.0.1:${database.port}/`)
    .replace("--port 4680", "--port 0");
  const shell = spawn("sh", ["-c", here], { cwd: folder, env, detached: true });
  shells.push(shell);
  let written = "";
  for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (part) => (written += part));
  return await eventually(async () => {
    const [, port] = /serves the AWS APIs at \S+:(\d+)\s/.exec(written) ?? [];
    assert.ok(port !== undefined, written);
    return Number(port);
  }, 30_000);
}

test("two nodes start by the commands, and share one installation", async () => {
  const client = `'${process.execPath}' superuser.mjs postgres://postgres@127.0.0.1:${database.port}/postgres`;
  const asSuperuser = preparing!.replace("sudo -u postgres psql", client);
  assert.notEqual(asSuperuser, preparing);
  await run("sh", ["-ec", asSuperuser], { cwd: folder, env });
  assert.equal(starting.length, 2);
  const clients = [];
  for (const lines of starting) {
    const port = await start(lines);
    const credentials = readRootCredentials(join(folder, "node-1"));
    clients.push(clientsOf({ endpoint: `http://127.0.0.1:${port}`, port, operatePort: 0 }, credentials));
  }
  await clients[0]!.iam.send(new CreateUserCommand({ UserName: "ann" }));
  const { User: user } = await clients[1]!.iam.send(new GetUserCommand({ UserName: "ann" }));
  assert.equal(user?.UserName, "ann");
});
