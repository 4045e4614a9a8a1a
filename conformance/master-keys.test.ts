/** Who holds the master key: one file or several, a program, and what a start says where none of them fits. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createMasterKeyFile } from "@portcullis/keys";
import { callsOf, done } from "./support/calls.ts";
import { type Credentials, readRootCredentials, startDurable, startRefused } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-master-"));
after(() => rmSync(folder, { recursive: true }));

const made = join(folder, "made");
let root: Credentials;
before(async () => {
  await (await startDurable(made)).stop();
  root = readRootCredentials(made);
});

let copies = 0;
function copy(): string {
  const path = join(folder, `copy-${++copies}`);
  cpSync(made, path, { recursive: true });
  return path;
}

/** Keeps every key in a folder under a random name, and wraps it as that name: a key service of a few lines. */
function keyService(text?: string): string {
  const path = join(mkdtempSync(join(folder, "service-")), "key-service");
  const usual = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
if [ "$1" = wrap ]; then
  name=$(cat /proc/sys/kernel/random/uuid) && cat > "$name" && printf %s "$name" | base64
else
  name=$(base64 -d) && [ -f "./$name" ] || exit 3
  cat "./$name"
fi
`;
  writeFileSync(path, text ?? usual, { mode: 0o700 });
  chmodSync(path, 0o700);
  return path;
}

async function newKeyFile(): Promise<string> {
  const path = join(mkdtempSync(join(folder, "key-")), "master.key");
  assert.ok((await createMasterKeyFile(path)).ok);
  return path;
}

async function serves(path: string, credentials: Credentials, args: readonly string[] = []): Promise<void> {
  const server = await startDurable(path, { args, root: credentials });
  try {
    await done(callsOf(server, credentials).sts("GetCallerIdentity"));
  } finally {
    await server.stop();
  }
}

async function refusal(path: string, args: readonly string[]): Promise<string> {
  const { code, messages, written } = await startRefused(["--data-dir", path, ...args]);
  assert.equal(code, 1);
  assert.equal(messages.length, 1, written);
  assert.match(messages[0] ?? "", /^[^\n]+\.$/);
  assert.ok(!written.includes("    at "), "it shows no stack");
  return messages[0] ?? "";
}

describe("several master key files", () => {
  test("open a deployment where any of them fits, whatever their order", async () => {
    const path = copy();
    const [right, other] = [join(path, "master.key"), await newKeyFile()];
    await serves(path, root, ["--master-key-file", right, "--master-key-file", other]);
    await serves(path, root, ["--master-key-file", `${other},${right}`]);
  });

  test("refuse the start where none fits, or where one of them cannot be read", async () => {
    const path = copy();
    const others = `${await newKeyFile()},${await newKeyFile()}`;
    assert.match(await refusal(path, ["--master-key-file", others]), /master key is not the one/);
    const missing = `${join(path, "master.key")},${join(folder, "none.key")}`;
    assert.match(await refusal(path, ["--master-key-file", missing]), /no master key file .*none\.key/);
  });

  test("of a new deployment are made where the first one is missing, never where another one is", async () => {
    const path = join(folder, "fresh");
    const key = join(mkdtempSync(join(folder, "key-")), "master.key");
    const other = await newKeyFile();
    await (await startDurable(path, { args: ["--master-key-file", `${key},${other}`] })).stop();
    assert.ok(existsSync(key));
    const gone = `${other},${join(folder, "none.key")}`;
    assert.match(await refusal(join(folder, "fresher"), ["--master-key-file", gone]), /none\.key/);
  });
});

/** The example of the documentation that needs nothing but OpenSSL. */
function documentedCommand(): string {
  const page = readFileSync(join(import.meta.dirname, "../docs/master-keys.md"), "utf8");
  const example = page.match(/```sh\n#![^`]*openssl cms[^`]*```/)?.[0].replace(/^```sh\n|```$/g, "");
  assert.ok(example !== undefined, "the page has an example");
  const command = keyService(example.replace("/etc/portcullis", mkdtempSync(join(folder, "pair-"))));
  const [, pair = ""] = /^cd (.+)$/m.exec(readFileSync(command, "utf8")) ?? [];
  const made =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=portcullis -days 36500 -keyout key.pem -out cert.pem";
  execFileSync("openssl", made.split(" "), { cwd: pair, stdio: "ignore" });
  return command;
}

function hasOpenssl(): boolean {
  try {
    return /^OpenSSL [3-9]/.test(execFileSync("openssl", ["version"], { encoding: "utf8" }));
  } catch {
    return false;
  }
}

describe("a master key command", () => {
  test("as the documentation has it holds the keys of a deployment", { skip: !hasOpenssl() }, async () => {
    const path = join(folder, "documented");
    const command = documentedCommand();
    await (await startDurable(path, { args: ["--master-key-command", command] })).stop();
    await serves(path, readRootCredentials(path), ["--master-key-command", command]);
    const other = await refusal(path, ["--master-key-command", documentedCommand()]);
    assert.match(other, /master key is not the one/);
  });

  test("holds the key of a deployment from its first start on, and no key file is made", async () => {
    const path = join(folder, "served");
    const command = keyService();
    await (await startDurable(path, { args: ["--master-key-command", command] })).stop();
    assert.ok(!existsSync(join(path, "master.key")));
    await serves(path, readRootCredentials(path), ["--master-key-command", command]);
    const wrong = await refusal(path, ["--master-key-command", keyService()]);
    assert.match(wrong, /master key is not the one/);
  });

  test("goes before the files, which still open what they wrapped", async () => {
    const path = copy();
    const file = join(path, "master.key");
    await serves(path, root, ["--master-key-file", file, "--master-key-command", keyService()]);
    assert.match(await refusal(path, ["--master-key-command", keyService()]), /is not the one/);
  });

  test("that cannot be asked is named, and what it writes is not repeated", async () => {
    const failing = keyService("#!/bin/sh\ncat >&2\necho swordfish >&2\nexit 9\n");
    const { messages, written } = await startRefused(["--data-dir", copy(), "--master-key-command", failing]);
    assert.match(messages[0] ?? "", /key-service unwrap failed \(exit code 9\); run it by hand/);
    assert.ok(!written.includes("swordfish"));
    const missing = await refusal(copy(), ["--master-key-command", join(folder, "none")]);
    assert.match(missing, /none cannot be looked at \(ENOENT\)\.$/);
    assert.match(await refusal(copy(), ["--master-key-command", "key-service"]), /absolute path/);
  });

  test("attack: one that others can write is never started", async () => {
    const mark = join(folder, "started");
    const command = keyService(`#!/bin/sh\ntouch ${mark}\nexit 1\n`);
    chmodSync(command, 0o777);
    assert.match(await refusal(copy(), ["--master-key-command", command]), /can be written by others/);
    chmodSync(command, 0o700);
    const linked = join(folder, "linked");
    renameSync(command, linked);
    chmodSync(linked, 0o720);
    assert.match(await refusal(copy(), ["--master-key-command", linked]), /can be written by others/);
    assert.ok(!existsSync(mark));
  });
});
