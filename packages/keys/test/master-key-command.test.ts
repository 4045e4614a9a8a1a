import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  type CommandLimits,
  commandMasterKey,
  createKeys,
  type MasterKey,
  MasterKeyError,
  MasterKeyUnavailable,
  openKeyRing,
} from "@portcullis/keys";

const canary = Buffer.from("a data key that nobody may repeat");
let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "portcullis-command-"));
});
after(() => rm(root, { recursive: true }));

let programs = 0;
/** A program of this text, in a folder of its own. */
async function program(text: string, mode = 0o700): Promise<string> {
  const folder = join(root, `${++programs}`);
  await mkdir(folder, { mode: 0o700 });
  const path = join(folder, "key-command");
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

async function commandOf(text: string, limits?: CommandLimits): Promise<MasterKey> {
  const command = await commandMasterKey(await program(text), limits);
  assert.ok(command.ok, command.ok ? "" : command.message);
  return command.masterKey;
}

async function refused(path: string): Promise<string> {
  const command = await commandMasterKey(path);
  assert.ok(!command.ok, "it was taken");
  assert.match(command.message, /^[^\n]+\.$/);
  return command.message;
}

async function unavailable(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    () => assert.fail("it was answered"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof MasterKeyUnavailable, String(error));
  assert.match(error.message, /^[^\n]+\.$/);
  assert.ok(!error.message.includes(canary.toString("base64").slice(0, 12)), "a key is repeated");
  return error.message;
}

/** AES-256-GCM under a key that is part of the program; `check` false: nothing is authenticated. */
function keeper(key: string, check = true): string {
  return `#!${process.execPath}
const { createCipheriv, createDecipheriv, randomBytes } = require("node:crypto");
const key = Buffer.from("${key}", "hex");
const given = Buffer.from(require("node:fs").readFileSync(0, "latin1"), "base64");
const write = (...parts) => process.stdout.write(Buffer.concat(parts).toString("base64") + "\\n");
if (process.argv[2] === "wrap") {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = Buffer.concat([cipher.update(given), cipher.final()]);
  write(nonce, cipher.getAuthTag(), text);
} else {
  const decipher = createDecipheriv("aes-256-gcm", key, given.subarray(0, 12));
  decipher.setAuthTag(given.subarray(12, 28));
  const plain = decipher.update(given.subarray(28));
  try { if (${check}) decipher.final(); } catch { process.exit(3); }
  write(plain);
}
`;
}
const keyOne = "01".repeat(32);
const keyTwo = "02".repeat(32);

describe("a master key command", () => {
  it("wraps and unwraps, and the keys of a deployment open under it", async () => {
    const masterKey = await commandOf(keeper(keyOne));
    const wrapped = await masterKey.wrap(canary);
    assert.ok(!Buffer.from(wrapped).includes(canary));
    assert.deepEqual(Buffer.from(await masterKey.unwrap(wrapped)), canary);
    const made = await createKeys(masterKey, "d1", 0);
    assert.ok((await openKeyRing({ deploymentId: "d1", ...made, masterKey })).ok);
  });

  it("that did not wrap the bytes says so by exit code 3, and the start is refused as with any wrong key", async () => {
    const [one, two] = await Promise.all([commandOf(keeper(keyOne)), commandOf(keeper(keyTwo))]);
    const wrapped = await one.wrap(canary);
    await assert.rejects(two.unwrap(wrapped), MasterKeyError);
    const made = await createKeys(one, "d1", 0);
    const opened = await openKeyRing({ deploymentId: "d1", ...made, masterKey: two });
    assert.equal(opened.ok ? "" : opened.code, "wrong-master-key");
  });

  it("that cannot be asked is told apart from a wrong key, in one sentence", async () => {
    const failing: readonly (readonly [text: string, said: RegExp, limits?: CommandLimits])[] = [
      ["#!/bin/sh\nexit 7\n", /failed \(exit code 7\)/],
      ["#!/bin/sh\nkill -9 $$\n", /was ended by SIGKILL/],
      ["#!/no/such/interpreter\n", /cannot be started \(ENOENT\)/],
      ["#!/bin/sh\necho 'no base64!'\n", /did not write base64/],
      ["#!/bin/sh\ntrue\n", /did not write base64/],
      ["#!/bin/sh\nexec sleep 60\n", /took longer than 0.2 seconds/, { milliseconds: 200, bytes: 1000 }],
      ["#!/bin/sh\nsleep 60 &\nexit 0\n", /took longer than 0.2/, { milliseconds: 200, bytes: 1000 }],
      ["#!/bin/sh\nexec yes\n", /wrote more than 1000 bytes/, { milliseconds: 10_000, bytes: 1000 }],
    ];
    for (const [text, said, limits] of failing) {
      const masterKey = await commandOf(text, limits);
      assert.match(await unavailable(masterKey.unwrap(canary)), said);
      assert.match(await unavailable(masterKey.wrap(canary)), said);
    }
    const third = await commandOf("#!/bin/sh\nexit 3\n");
    assert.match(await unavailable(third.wrap(canary)), /exit code 3/);
  });

  it("is not repeated with what it writes to standard error", async () => {
    const masterKey = await commandOf('#!/bin/sh\nread -r key\necho "given $key" >&2\nexit 1\n');
    const said = await unavailable(masterKey.wrap(canary));
    assert.doesNotMatch(said, /given/);
  });

  it("may break its base64 into lines", async () => {
    const masterKey = await commandOf("#!/bin/sh\nfold -w 8\n");
    assert.deepEqual(Buffer.from(await masterKey.unwrap(canary)), canary);
  });

  it("gets one word and the way to programs and settings, and nothing of what the server was given", async () => {
    const seen = join(root, "seen");
    const text = `#!/bin/sh\n{ env; echo "arguments: $*"; echo "shell: $0"; } > ${seen}\ncat\n`;
    process.env.PORTCULLIS_TRIAL_SECRET = "swordfish";
    process.env.AWS_SECRET_ACCESS_KEY = "swordfish";
    try {
      await (await commandOf(text)).unwrap(canary);
    } finally {
      delete process.env.PORTCULLIS_TRIAL_SECRET;
      delete process.env.AWS_SECRET_ACCESS_KEY;
    }
    const told = await readFile(seen, "utf8");
    assert.match(told, /^PATH=/m);
    assert.match(told, /^arguments: unwrap$/m);
    assert.doesNotMatch(told, /swordfish|PORTCULLIS|NODE_/);
  });

  it("is never read by a shell: a path is a path, whatever characters it has", async () => {
    const path = join(await mkdtemp(join(root, "odd-")), "a b; touch $(hacked) &");
    await writeFile(path, "#!/bin/sh\ncat\n", { mode: 0o700 });
    const command = await commandMasterKey(path);
    assert.ok(command.ok);
    assert.deepEqual(Buffer.from(await command.masterKey.wrap(canary)), canary);
  });
});

describe("attack: a master key command that somebody else decides", () => {
  it("is refused by a relative path, as a link, a folder, and where there is none", async () => {
    const path = await program(keeper(keyOne));
    assert.match(await refused("key-command"), /absolute path/);
    const link = join(root, "link");
    await symlink(path, link);
    assert.match(await refused(link), /symbolic link/);
    assert.match(await refused(join(path, "..")), /not a regular file/);
    assert.match(await refused(`${path}-gone`), /ENOENT/);
    assert.match(await refused(await program("#!/bin/sh\n", 0o600)), /cannot be executed/);
  });

  it("is refused where others can write it, or the folder that it is in", async () => {
    for (const mode of [0o720, 0o702, 0o777]) {
      assert.match(await refused(await program(keeper(keyOne), mode)), /can be written by others/);
    }
    const path = await program(keeper(keyOne));
    await chmod(join(path, ".."), 0o777);
    assert.match(await refused(path), /can be written by others/);
    // As /tmp is: nobody but its owner takes away what is in it.
    await chmod(join(path, ".."), 0o1777);
    assert.ok((await commandMasterKey(path)).ok);
  });

  it("is looked at again before every call", async () => {
    const path = await program("#!/bin/sh\ncat\n");
    const command = await commandMasterKey(path);
    assert.ok(command.ok);
    await command.masterKey.wrap(canary);
    await chmod(path, 0o777);
    assert.match(await unavailable(command.masterKey.wrap(canary)), /can be written by others/);
  });

  it("is not trusted with keys where it opens what was changed, or not what it wrapped", async () => {
    const careless = await commandOf(keeper(keyOne, false));
    await assert.rejects(createKeys(careless, "d1", 0), /must authenticate/);
    const forgetful = await commandOf('#!/bin/sh\n[ "$1" = wrap ] && cat && exit 0\nexit 3\n');
    await assert.rejects(createKeys(forgetful, "d1", 0), /does not unwrap what it has just wrapped/);
  });
});
