import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import manifest from "../package.json" with { type: "json" };
import { commandNames } from "../src/commands.table.ts";
import { run } from "./run.ts";

const launcher = join(import.meta.dirname, "../bin/portcullis.js");

test("the help lists every command, and is shown where none is given", async () => {
  for (const argv of [[], ["--help"], ["-h"], ["help"]]) {
    const { code, out, err } = await run(argv);
    assert.equal(code, 0);
    assert.equal(err, "");
    for (const name of commandNames) assert.match(out, new RegExp(`^ {2}${name} `, "m"));
  }
});

test("the version is shown", async () => {
  for (const argv of [["--version"], ["-v"], ["version"]]) {
    assert.deepEqual(await run(argv), { code: 0, out: "1.2.3\n", err: "" });
  }
});

test("an unknown command is refused in one sentence that does not repeat it", async () => {
  for (const argv of [["hunter2"], ["help", "hunter2"], ["__proto__"], ["--hunter2"]]) {
    const { code, out, err } = await run(argv);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /^portcullis: [^\n]+\.\n$/);
    assert.doesNotMatch(err, /hunter2|proto/);
  }
});

test("the help of start is shown in every way to ask for it", async () => {
  const { out } = await run(["start", "--help"]);
  assert.match(
    out,
    /^ {2}--data-dir PATH\n {6}[^\n]+\n {6}PORTCULLIS_DATA_DIR; default: \.\/portcullis-data$/m,
  );
  for (const argv of [
    ["help", "start"],
    ["start", "-h"],
    ["start", "--port", "1", "--help"],
  ]) {
    assert.deepEqual(await run(argv), { code: 0, out, err: "" });
  }
});

test("start refuses a wrong option in one sentence, and exits with 2", async () => {
  const { code, out, err } = await run(["start", "--data-dri", "x"]);
  assert.deepEqual([code, out], [2, ""]);
  assert.equal(err, "portcullis start: There is no option --data-dri. See portcullis start --help.\n");
});

const execute = promisify(execFile);

test("the program itself shows its version and refuses with its exit code", async () => {
  const shown = await execute(process.execPath, [launcher, "--version"]);
  assert.equal(shown.stdout, `${manifest.version}\n`);
  await assert.rejects(execute(process.execPath, [launcher, "start", "--port=x"]), {
    code: 2,
    stdout: "",
    stderr: "portcullis start: --port must be a whole number from 0 to 65535. See portcullis start --help.\n",
  });
});

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "portcullis-cli-"));
});
after(() => rmSync(folder, { recursive: true }));

/** Starts the program, waits for its first line on standard output, stops it and gives what it wrote. */
async function startedAndStopped(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [launcher, "start", "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, ...env },
    timeout: 30_000,
  });
  const exited = once(child, "exit");
  const err = text(child.stderr);
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    child.kill("SIGTERM");
  });
  const [code] = await exited;
  return { code, out, err: await err };
}

test("the program serves until SIGTERM, and finds what it made at the next start", async () => {
  const data = join(folder, "data");
  const first = await startedAndStopped(["--data-dir", data]);
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /^Portcullis serves the AWS APIs at http:\/\/127\.0\.0\.1:\d+\n/);
  assert.ok(first.out.includes(`The root credentials are in ${data}/root-credentials\n`));
  const kept = readFileSync(join(data, "root-credentials"), "utf8");
  const [, secret = ""] = /^export AWS_SECRET_ACCESS_KEY='?([^'\n]+)/m.exec(kept) ?? [];
  assert.equal(secret.length, 40);
  assert.equal(statSync(join(data, "root-credentials")).mode & 0o777, 0o600);
  const second = await startedAndStopped([], { PORTCULLIS_DATA_DIR: data });
  assert.equal(second.code, 0, second.err);
  assert.doesNotMatch(second.out, /root credentials/);
  assert.match(second.err, /The root credentials are in/);
  for (const { out, err } of [first, second]) {
    assert.ok(!`${out}${err}`.includes(secret), "the secret is in no output");
    for (const line of err.trim().split("\n")) assert.equal(typeof JSON.parse(line).msg, "string");
  }
});

test("the program serves on where nobody reads what it says", async () => {
  const reserved = createServer().listen(0, "127.0.0.1");
  await once(reserved, "listening");
  const { port } = reserved.address() as AddressInfo;
  reserved.close();
  const ports = ["--port", "0", "--operator-port", String(port)];
  const child = spawn(process.execPath, [launcher, "start", "--ephemeral", ...ports], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 30_000,
  });
  child.stdout.destroy();
  const exited = once(child, "exit");
  const err = text(child.stderr);
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (child.exitCode === null && !(await isReady())) await wait(20);
  // It is ready a moment before it says so.
  await wait(100);
  child.kill("SIGTERM");
  assert.deepEqual(await exited, [0, null]);
  assert.match(await err, /"msg":"Stopped\."/);
});

test("the program fails where what it says cannot be written", async () => {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, [launcher, "--version"], { stdio: ["ignore", full, "pipe"] });
  closeSync(full);
  const [[code], err] = await Promise.all([once(child, "exit"), text(child.stderr!)]);
  assert.deepEqual([code, err], [1, "portcullis: The output could not be written (ENOSPC).\n"]);
});
