/** What a first start makes, what later starts find, and what no start accepts. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { createFaults } from "@portcullis/storage";
import type { StorageDrivers } from "../packages/server/src/storage-drivers.ts";
import { type Calls, callsOf, done, newUser, refusal, textOf } from "./support/calls.ts";
import { type ChildServer, runChild, startChild } from "./support/child-server.ts";
import { type Credentials, readRootCredentials, startDurable, startRefused } from "./support/server.ts";
import { watchedStorage } from "./support/watched-storage.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-first-"));
const data = join(folder, "data");
const program = resolve(import.meta.dirname, "../packages/cli/bin/portcullis.js");
const unknownKey = {
  status: 403,
  code: "InvalidClientTokenId",
  message: "The security token included in the request is invalid.",
};

let root: Credentials;
const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);
const messagesOf = (server: ChildServer) =>
  server
    .log()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line).msg as string);
const warnings = (server: ChildServer) =>
  messagesOf(server).filter((message) =>
    /^The root (credentials are in|user has an access key)/.test(message),
  );

/** Every form in which a secret could stand somewhere. */
function formsOf(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret);
  const forms = [secret, bytes.toString("base64").replace(/=+$/, ""), bytes.toString("hex")];
  return forms.map((form) => Buffer.from(form));
}

function assertNowhere(secret: string, texts: Readonly<Record<string, string | Buffer>>): void {
  for (const [where, text] of Object.entries(texts)) {
    const bytes = typeof text === "string" ? Buffer.from(text) : text;
    for (const form of formsOf(secret)) assert.ok(!bytes.includes(form), `a secret is in ${where}`);
  }
}

async function account(calls: Calls): Promise<string> {
  return textOf(await done(calls.sts("GetCallerIdentity")), "Account");
}

after(() => rmSync(folder, { recursive: true }));

describe("a first start", () => {
  let server: ChildServer;
  before(async () => {
    server = await startChild(["--data-dir", data]);
    root = readRootCredentials(data);
  });
  after(() => server.stop());

  test("makes a data directory that nobody else can enter, with files that nobody else can read", () => {
    assert.equal(mode(data), "700");
    const names = readdirSync(data);
    for (const name of ["portcullis.db", "master.key", "root-credentials"]) assert.ok(names.includes(name));
    for (const name of names) assert.equal(mode(join(data, name)), "600", name);
  });

  test("makes an account with a root key, and the file points a shell at it", async () => {
    const number = await account(callsOf(server, root));
    assert.match(number, /^[1-9][0-9]{11}$/);
    const file = readFileSync(join(data, "root-credentials"), "utf8");
    assert.deepEqual(file.split("\n"), [
      `export AWS_ENDPOINT_URL=${server.endpoint}`,
      "export AWS_REGION=us-east-1",
      "export AWS_DEFAULT_REGION=us-east-1",
      `export AWS_ACCESS_KEY_ID=${root.accessKeyId}`,
      `export AWS_SECRET_ACCESS_KEY=${root.secretAccessKey}`,
      "unset AWS_PROFILE AWS_SESSION_TOKEN",
      "",
    ]);
  });

  test("shows no secret where no terminal is, and says where it is kept", () => {
    assert.ok(server.output().includes(join(data, "root-credentials")));
    const masterKey = readFileSync(join(data, "master.key"), "utf8").trim();
    for (const secret of [root.secretAccessKey, masterKey]) {
      assertNowhere(secret, { "standard output": server.output(), "the log": server.log() });
    }
    assert.ok(!`${server.output()}${server.log()}`.includes(root.accessKeyId));
  });

  test("puts no secret into its arguments or its environment", () => {
    if (process.platform !== "linux") return;
    const masterKey = readFileSync(join(data, "master.key"), "utf8").trim();
    for (const file of ["cmdline", "environ"]) {
      const seen = readFileSync(`/proc/${server.pid}/${file}`);
      for (const secret of [root.secretAccessKey, masterKey]) assertNowhere(secret, { [file]: seen });
    }
  });

  test("keeps secret access keys sealed in every file but the one that hands them over", async () => {
    const ann = await newUser(server, callsOf(server, root), "Sealed");
    for (const name of readdirSync(data).filter((each) => each !== "root-credentials" && each !== "lock")) {
      const bytes = readFileSync(join(data, name));
      for (const { secretAccessKey } of [root, ann.credentials])
        assertNowhere(secretAccessKey, { [name]: bytes });
    }
  });

  test("holds its directory alone: a second server on it is refused", async () => {
    const second = await runChild(["--data-dir", data]);
    assert.equal(second.code, 1);
    assert.deepEqual(second.messages, [
      `Another Portcullis is running on this data directory (${join(data, "lock")} is locked).`,
    ]);
    await done(callsOf(server, root).sts("GetCallerIdentity"));
  });
});

describe("a later start", () => {
  test("finds everything, shows nothing, and warns while the file and root's key are there", async () => {
    const first = await startChild(["--data-dir", data]);
    const asRoot = callsOf(first, root);
    await done(asRoot.iam("GetUser", { UserName: "Sealed" }));
    assert.deepEqual(readRootCredentials(data), root);
    assert.ok(!first.output().includes("root"));
    assertNowhere(root.secretAccessKey, { "standard output": first.output(), "the log": first.log() });
    assert.deepEqual(warnings(first), [
      `The root credentials are in ${join(data, "root-credentials")}: make an administrator and delete the file.`,
      "The root user has an access key: make an administrator and delete the key.",
    ]);

    const admin = await newUser(first, asRoot, "Admin");
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await done(asRoot.iam("AttachUserPolicy", { UserName: "Admin", PolicyArn }));
    await done(asRoot.iam("DeleteAccessKey", { AccessKeyId: root.accessKeyId }));
    assert.deepEqual(refusal(await asRoot.sts("GetCallerIdentity")), unknownKey);
    assert.equal(await first.stop(), 0);
    renameSync(join(data, "root-credentials"), join(folder, "kept-credentials"));

    await using second = await startChild(["--data-dir", data]);
    assert.deepEqual(warnings(second), []);
    assert.deepEqual(refusal(await callsOf(second, root).sts("GetCallerIdentity")), unknownKey);
    await done(callsOf(second, admin.credentials).iam("CreateUser", { UserName: "Ben" }));
    assert.equal(await second.stop(), 0);
    assert.ok(!readdirSync(data).includes("root-credentials"), "no start writes the file again");
  });
});

describe("a start is refused in one sentence and changes nothing", () => {
  const umask = process.umask();
  after(() => process.umask(umask));
  let copies = 0;
  /** A copy of the stopped server's directory. */
  function copy(): string {
    const path = join(folder, `copy-${copies++}`);
    cpSync(data, path, { recursive: true });
    chmodSync(path, 0o700);
    return path;
  }
  /** What is there of the key and the credentials. */
  const kept = (path: string) =>
    readdirSync(path)
      .filter((name) => !/^(portcullis\.db.*|lock)$/.test(name))
      .map((name) => [name, readFileSync(join(path, name), "utf8")]);

  async function assertRefused(path: string, sentence: RegExp, args: readonly string[] = []): Promise<void> {
    const before = kept(path);
    const { code, messages, written } = await startRefused(["--data-dir", path, ...args]);
    assert.equal(code, 1, written);
    assert.equal(messages.length, 1, written);
    assert.match(messages[0] ?? "", sentence);
    assert.match(messages[0] ?? "", /^[^\n]+\.$/);
    assert.ok(!written.includes("    at "), "it shows no stack");
    assert.ok(!written.includes("swordfish"), "it repeats nothing of a key file");
    assert.deepEqual(kept(path), before);
  }

  test("where the master key is gone, another one, or no key at all", async () => {
    const gone = copy();
    unlinkSync(join(gone, "master.key"));
    await assertRefused(gone, /master\.key/);

    const other = copy();
    const key = readFileSync(join(other, "master.key"), "utf8");
    const made = join(folder, "other");
    await (await startDurable(made)).stop();
    cpSync(join(made, "master.key"), join(other, "master.key"));
    assert.notEqual(readFileSync(join(other, "master.key"), "utf8"), key);
    await assertRefused(other, /master key/i);

    const garbled = copy();
    writeFileSync(join(garbled, "master.key"), "swordfish\n");
    await assertRefused(garbled, /master\.key/);
  });

  test("where others can reach the directory, the database, the key or the credentials", async () => {
    for (const [name, bits] of [
      [".", 0o755],
      [".", 0o710],
      ["portcullis.db", 0o644],
      ["master.key", 0o640],
    ] as const) {
      const path = copy();
      chmodSync(join(path, name), bits);
      await assertRefused(path, /can be reached by other users \(mode 0\d{3}\): run chmod [67]00 /);
    }
    const path = copy();
    cpSync(join(folder, "kept-credentials"), join(path, "root-credentials"));
    chmodSync(join(path, "root-credentials"), 0o604);
    await assertRefused(path, /root-credentials can be reached by other users/);
  });

  test("where a file of the directory is a link to one elsewhere", async () => {
    const path = copy();
    renameSync(join(path, "portcullis.db"), join(folder, "elsewhere.db"));
    symlinkSync(join(folder, "elsewhere.db"), join(path, "portcullis.db"));
    await assertRefused(path, /is a symbolic link/);
  });

  test("where a key file that was named can be read by others", async () => {
    const path = copy();
    const named = join(folder, "named.key");
    renameSync(join(path, "master.key"), named);
    chmodSync(named, 0o644);
    await assertRefused(path, /named\.key/, ["--master-key-file", named]);
    chmodSync(named, 0o600);
    const { code, written } = await startRefused([
      "--data-dir",
      path,
      "--master-key-file",
      named,
      "--partition",
      "aws-cn",
    ]);
    assert.equal(code, 1);
    assert.match(written, /of the partition aws/, "the key itself is the right one");
  });

  test("where it asks for another partition than the installation's", async () => {
    await assertRefused(copy(), /of the partition aws; it was chosen at the first start and stays/, [
      "--partition",
      "aws-cn",
    ]);
  });

  test("where a lasting server is given root's secret by the environment, which is not repeated", async () => {
    const { code, written } = await runChild(["--data-dir", copy()], {
      PORTCULLIS_ROOT_ACCESS_KEY_ID: "AKIAEXAMPLEEXAMPLE00",
      PORTCULLIS_ROOT_SECRET_ACCESS_KEY: "hunter2-hunter2-hunter2-hunter2",
    });
    assert.equal(code, 2);
    assert.match(written, /^portcullis start: PORTCULLIS_ROOT_ACCESS_KEY_ID is taken with --ephemeral only/);
    assert.ok(!written.includes("hunter2"));
  });
});

describe("a first start that fails on its way", () => {
  const umask = process.umask();
  after(() => process.umask(umask));

  /** Refused in one sentence, and the next start is a first one that succeeds. */
  async function assertBegunAnew(
    path: string,
    sentence: RegExp,
    drivers?: Partial<StorageDrivers>,
  ): Promise<void> {
    const { code, messages, written } = await startRefused(["--data-dir", path], drivers);
    assert.deepEqual([code, messages.length], [1, 1], written);
    assert.match(messages[0] ?? "", sentence);
    assert.ok(!readdirSync(path).some((name) => name.endsWith(".new")));
    rmSync(join(path, "root-credentials"), { recursive: true, force: true });
    await using server = await startDurable(path);
    await done(callsOf(server, server.root).sts("GetCallerIdentity"));
  }

  test("because its credentials cannot be kept is a first start the next time", async () => {
    const path = join(folder, "no-credentials");
    mkdirSync(join(path, "root-credentials"), { recursive: true, mode: 0o700 });
    await assertBegunAnew(path, /^The root credentials cannot be kept in .*\/root-credentials \(EISDIR\)\.$/);
  });

  test("because the disk is full is a first start the next time", async () => {
    const faults = createFaults();
    faults.begin("full-disk");
    const { drivers } = watchedStorage(faults);
    const path = join(folder, "full-disk");
    await assertBegunAnew(path, /^The installation cannot be opened: .*full\.$/, drivers);
  });
});

const terminals =
  process.platform === "linux" &&
  String(spawnSync("script", ["--version"], { encoding: "utf8" }).stdout).includes("util-linux");

describe("on a terminal", { skip: !terminals && "no program here makes a pseudo-terminal" }, () => {
  /** What a terminal shows of a start, which is then ended by control-C. */
  async function shown(path: string): Promise<string> {
    const command = `exec '${process.execPath}' '${program}' start --port 0 --host 127.0.0.1 --data-dir '${path}'`;
    const child = spawn("script", ["-q", "-e", "-c", command, "/dev/null"], { stdio: "pipe" });
    let text = "";
    let asking: NodeJS.Timeout | undefined;
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (asking !== undefined || !text.includes("/metrics)")) return;
      // More than once: a key that is struck while the terminal is being set up is lost.
      const ask = () => child.stdin.write("\x03");
      asking = setInterval(ask, 2000);
      ask();
    });
    child.stdin.on("error", () => undefined);
    await once(child, "close");
    clearInterval(asking);
    return text.replaceAll("\r\n", "\n");
  }

  test("the credentials are shown as a block to paste, at the first start and never again", async () => {
    const path = join(folder, "terminal");
    const first = await shown(path);
    const block = readFileSync(join(path, "root-credentials"), "utf8");
    assert.ok(first.includes(`shown now only, and kept in ${join(path, "root-credentials")}`));
    assert.equal(first.split(block).length, 2, "the block stands there once");
    const second = await shown(path);
    assert.ok(second.includes("Portcullis serves the AWS APIs at"));
    assertNowhere(readRootCredentials(path).secretAccessKey, { "the second terminal": second });
    assert.ok(!second.includes("export AWS_"));
  });
});
