/** Nodes over one database, started by the commands of the README and of operations.md as they stand there. */
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

/** The commands of a page that follow a line, without the indentation that a list gives them. */
function commandsIn(page: string, after: string): readonly string[] {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = text.slice(text.indexOf(after)).matchAll(/^( *)```sh\n(.*?)^ *```$/gms);
  return [...blocks].map(([, indent = "", lines = ""]) =>
    lines.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}

const [preparing, ...starting] = commandsIn("README.md", "\n## Configuration\n");
const [preparingRoles, startingAsRoles] = commandsIn("docs/operations.md", "\n2. **Roles.**");

/** Looks like the checkout, and keeps what the commands make. */
const folder = mkdtempSync(join(tmpdir(), "portcullis-readme-"));
const env = {
  ...process.env,
  PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`,
  PORTCULLIS_PORT: "0",
  PORTCULLIS_OPERATOR_PORT: "0",
};
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
  await stopNodes();
  await database.end();
  rmSync(folder, { recursive: true });
});

async function stopNodes(): Promise<void> {
  for (const shell of shells.splice(0).filter(({ exitCode }) => exitCode === null)) {
    process.kill(-shell.pid!, "SIGTERM");
    await once(shell, "close");
  }
}

const here = (lines: string) => lines.replace("@127.0.0.1/", `@127.0.0.1:${database.port}/`);

/** Runs commands that ask for psql as the superuser. */
async function prepare(lines: string): Promise<void> {
  const client = `'${process.execPath}' superuser.mjs postgres://postgres@127.0.0.1:${database.port}/postgres`;
  const asSuperuser = here(lines).replace("sudo -u postgres psql", client);
  assert.ok(asSuperuser.includes(client));
  await run("sh", ["-ec", asSuperuser], { cwd: folder, env });
}

/** Starts a node and gives the port on which it says that it serves. */
async function start(lines: string): Promise<number> {
  const shell = spawn("sh", ["-c", here(lines).replace("--port 4680", "--port 0")], {
    cwd: folder,
    env,
    detached: true,
  });
  shells.push(shell);
  let written = "";
  for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (part) => (written += part));
  return await eventually(async () => {
    const [, port] = /serves the AWS APIs at \S+:(\d+)\s/.exec(written) ?? [];
    assert.ok(port !== undefined, written);
    return Number(port);
  }, 30_000);
}

function clientsOfRoot(port: number) {
  const credentials = readRootCredentials(join(folder, "node-1"));
  return clientsOf({ endpoint: `http://127.0.0.1:${port}`, port, operatePort: 0 }, credentials);
}

test("two nodes start by the commands, and share one installation", async () => {
  await prepare(preparing!);
  assert.equal(starting.length, 2);
  const clients = [];
  for (const lines of starting) clients.push(clientsOfRoot(await start(lines)));
  await clients[0]!.iam.send(new CreateUserCommand({ UserName: "ann" }));
  const { User: user } = await clients[1]!.iam.send(new GetUserCommand({ UserName: "ann" }));
  assert.equal(user?.UserName, "ann");
});

test("a node starts by the commands with two roles of fewer rights, and goes on with the installation", async () => {
  await stopNodes();
  await prepare(preparingRoles!);
  // Whoever is a member of it is asked for a password.
  await prepare(
    "sudo -u postgres psql <<END\nCREATE ROLE scram;\nGRANT scram TO portcullis_server, portcullis_retention;\nEND\n",
  );
  const { iam } = clientsOfRoot(await start(startingAsRoles!));
  await iam.send(new CreateUserCommand({ UserName: "bob" }));
  for (const UserName of ["ann", "bob"]) {
    assert.equal((await iam.send(new GetUserCommand({ UserName }))).User?.UserName, UserName);
  }
});
