import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createMasterKeyFile, fileMasterKey, type MasterKeyFile } from "@portcullis/keys";

const digits = "0123456789abcdef".repeat(4);
let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "portcullis-keys-"));
});
after(() => rm(root, { recursive: true }));

let folders = 0;
async function privateFolder(): Promise<string> {
  const folder = join(root, `${++folders}`);
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

async function keyFile(content: string, mode = 0o600): Promise<string> {
  const path = join(await privateFolder(), "master.key");
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

function refused(file: MasterKeyFile): string {
  assert.ok(!file.ok);
  assert.ok(!file.message.includes(digits.slice(0, 16)), "the message repeats the file");
  return file.code;
}

describe("a master key file", () => {
  it("that was made here opens again as the same key", async () => {
    const path = join(await privateFolder(), "master.key");
    const made = await createMasterKeyFile(path);
    const found = await fileMasterKey(path);
    assert.ok(made.ok && found.ok);
    const wrapped = await made.masterKey.wrap(Buffer.from("data key"));
    assert.deepEqual(Buffer.from(await found.masterKey.unwrap(wrapped)), Buffer.from("data key"));
  });

  it("is made with mode 0600 and 64 hexadecimal digits, whatever the umask", async () => {
    const path = join(await privateFolder(), "master.key");
    const before = process.umask(0o277);
    try {
      assert.ok((await createMasterKeyFile(path)).ok);
    } finally {
      process.umask(before);
    }
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.match(await readFile(path, "utf8"), /^[0-9a-f]{64}\n$/);
  });

  it("never replaces a file, nor what a link points at", async () => {
    const path = await keyFile(`${digits}\n`);
    assert.equal(refused(await createMasterKeyFile(path)), "exists");
    assert.equal(await readFile(path, "utf8"), `${digits}\n`);
    const dangling = join(await privateFolder(), "master.key");
    await symlink(join(root, "elsewhere"), dangling);
    assert.equal(refused(await createMasterKeyFile(dangling)), "exists");
    await assert.rejects(stat(join(root, "elsewhere")));
  });

  it("holds its digits in either case, with or without the newline", async () => {
    for (const content of [digits, `${digits}\n`, digits.toUpperCase()]) {
      assert.ok((await fileMasterKey(await keyFile(content))).ok);
    }
  });

  it("may have less than mode 0600", async () => {
    assert.ok((await fileMasterKey(await keyFile(digits, 0o400))).ok);
  });

  it("is refused when group or others have any permission on it", async () => {
    for (const mode of [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o666]) {
      assert.equal(refused(await fileMasterKey(await keyFile(digits, mode))), "exposed", mode.toString(8));
    }
  });

  it("is refused, and not made, in a folder that others can enter", async () => {
    const path = await keyFile(digits);
    for (const mode of [0o750, 0o705, 0o755, 0o770, 0o1777]) {
      await chmod(join(path, ".."), mode);
      assert.equal(refused(await fileMasterKey(path)), "exposed", mode.toString(8));
      assert.equal(
        refused(await createMasterKeyFile(join(path, "..", "other"))),
        "exposed",
        mode.toString(8),
      );
    }
  });

  it("is refused behind a symbolic link, of the file or of its folder", async () => {
    const path = await keyFile(digits);
    const link = join(await privateFolder(), "master.key");
    await symlink(path, link);
    assert.equal(refused(await fileMasterKey(link)), "unreadable");
    const folder = join(await privateFolder(), "data");
    await symlink(join(path, ".."), folder);
    assert.equal(refused(await fileMasterKey(join(folder, "master.key"))), "unreadable");
  });

  it("is refused when it is a folder or a pipe, without waiting for a writer", async () => {
    const folder = await privateFolder();
    await mkdir(join(folder, "directory"), { mode: 0o700 });
    assert.equal(refused(await fileMasterKey(join(folder, "directory"))), "unreadable");
    execFileSync("mkfifo", ["-m", "600", join(folder, "pipe")]);
    assert.equal(refused(await fileMasterKey(join(folder, "pipe"))), "unreadable");
  });

  it("is refused when it holds anything but 64 hexadecimal digits", async () => {
    const others = [
      "",
      "\n",
      digits.slice(1),
      `${digits}0`,
      `${digits}\n\n`,
      ` ${digits}`,
      `${digits}\r\n`,
      `g${digits.slice(1)}`,
      `0x${digits.slice(2)}`,
      Buffer.alloc(32, 7).toString("latin1"),
      Buffer.alloc(32, 7).toString("base64"),
      digits.repeat(1000),
    ];
    for (const content of others) {
      assert.equal(
        refused(await fileMasterKey(await keyFile(content))),
        "malformed",
        JSON.stringify(content),
      );
    }
  });

  it("that is not there is told apart from one that is refused", async () => {
    assert.equal(refused(await fileMasterKey(join(await privateFolder(), "master.key"))), "missing");
    assert.equal(refused(await fileMasterKey(join(root, "no-folder", "master.key"))), "missing");
    const below = join(await keyFile(digits), "master.key");
    assert.equal(refused(await fileMasterKey(below)), "unreadable");
  });

  it("that is missing is told in the same words whether its folder is there or not, until it is to be made", async () => {
    const path = join(root, "no-folder", "master.key");
    for (const each of [path, join(await privateFolder(), "master.key")]) {
      const found = await fileMasterKey(each);
      assert.equal(found.ok ? "" : found.message, `There is no master key file ${each}.`);
    }
    const made = await createMasterKeyFile(path);
    assert.equal(
      made.ok ? "" : made.message,
      `The folder ${join(root, "no-folder")}, in which the master key is to be made, does not exist.`,
    );
  });
});
