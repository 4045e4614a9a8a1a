import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { type DataDirectory, openDataDirectory } from "../src/data-directory/open-data-directory.ts";
import { readPrivateFile, writePrivateFile } from "../src/data-directory/private-files.ts";
import {
  rootWarnings,
  settlePendingCredentials,
  writePendingCredentials,
} from "../src/data-directory/root-credentials.ts";

let parent: string;
let path: string;
let count = 0;
const umask = process.umask();
before(() => {
  parent = mkdtempSync(join(tmpdir(), "portcullis-data-"));
});
beforeEach(() => {
  path = join(parent, `data-${count++}`);
});
after(() => {
  process.umask(umask);
  rmSync(parent, { recursive: true });
});

function opened(): DataDirectory & Disposable {
  const directory = openDataDirectory(path);
  if ("problem" in directory) assert.fail(directory.problem);
  return Object.assign(directory, { [Symbol.dispose]: () => directory.release() });
}

function problem(): string {
  const directory = openDataDirectory(path);
  if (!("problem" in directory)) assert.fail("the directory was opened");
  return directory.problem;
}

const modeOf = (file: string) => statSync(file).mode & 0o777;

test("the first start makes a private folder, and the second finds it", () => {
  {
    using directory = opened();
    assert.equal(directory.path, path);
    assert.equal(modeOf(path), 0o700);
    for (const name of readdirSync(path)) assert.equal(modeOf(join(path, name)), 0o600, name);
  }
  using again = opened();
  assert.equal(again.path, path);
});

test("files that are made later are private too", () => {
  using directory = opened();
  writeFileSync(join(directory.path, "made-by-a-library"), "");
  assert.equal(modeOf(join(directory.path, "made-by-a-library")), 0o600);
});

test("a second server on the same directory is refused, and may start when the first has stopped", () => {
  {
    using _first = opened();
    assert.match(problem(), /^Another Portcullis is running on this data directory/);
  }
  using _second = opened();
});

test("a server of another process is noticed, and one that was killed leaves no lock behind", async () => {
  const source = `
    import { openDataDirectory } from ${JSON.stringify(join(import.meta.dirname, "../src/data-directory/open-data-directory.ts"))};
    const said = "problem" in openDataDirectory(${JSON.stringify(path)}) ? "refused" : "opened";
    // Nobody holds on to what was opened, and the lock must not go with it.
    setImmediate(() => { globalThis.gc(); console.log(said); });
    setInterval(() => undefined, 1000);
  `;
  const child = spawn(process.execPath, ["--expose-gc", "--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 20_000,
  });
  try {
    const [said] = await once(child.stdout, "data");
    assert.equal(String(said), "opened\n");
    assert.match(problem(), /^Another Portcullis is running/);
  } finally {
    child.kill("SIGKILL");
  }
  await once(child, "exit");
  using _directory = opened();
});

test("attack: a folder that others can read is refused, with the command that helps", () => {
  mkdirSync(path);
  chmodSync(path, 0o755);
  assert.equal(problem(), `${path} can be reached by other users (mode 0755): run chmod 700 ${path}.`);
});

test("attack: a file in it that others can read is refused, whatever it is", () => {
  opened().release();
  for (const name of ["portcullis.db", "master.key", "root-credentials", "something"]) {
    const file = join(path, name);
    writeFileSync(file, "");
    for (const mode of [0o644, 0o640, 0o620, 0o601]) {
      chmodSync(file, mode);
      assert.match(
        problem(),
        new RegExp(`${name} can be reached by other users \\(mode 0${mode.toString(8)}\\)`),
      );
    }
    rmSync(file);
  }
});

test("attack: links and pipes in the place of files are refused", () => {
  opened().release();
  const elsewhere = join(parent, "elsewhere");
  writeFileSync(elsewhere, "", { mode: 0o600 });
  const file = join(path, "master.key");
  symlinkSync(elsewhere, file);
  assert.match(problem(), /master\.key is a symbolic link/);
  rmSync(file);
  linkSync(elsewhere, file);
  assert.match(problem(), /master\.key has a second name/);
  rmSync(file);
  rmSync(elsewhere);
});

test("attack: a data directory that is a link is refused", () => {
  mkdirSync(`${path}-real`, { mode: 0o700 });
  symlinkSync(`${path}-real`, path);
  assert.match(problem(), /is a symbolic link/);
});

test("attack: what belongs to another user is refused", { skip: process.geteuid?.() !== 0 }, () => {
  opened().release();
  const file = join(path, "master.key");
  writeFileSync(file, "", { mode: 0o600 });
  chownSync(file, 12345, 12345);
  assert.match(problem(), /master\.key belongs to another user \(12345\): run chown 0 /);
});

test("a folder whose parent is missing, and a file in its place, are named", () => {
  path = join(parent, "missing", "data");
  assert.match(
    problem(),
    /^The folder .*missing, in which the data directory is to be made, does not exist\.$/,
  );
  path = join(parent, "file");
  writeFileSync(path, "");
  assert.match(problem(), /is not a directory\.$/);
});

test("a private file is written as a whole, and replaces what was there", () => {
  using directory = opened();
  const file = join(directory.path, "key");
  writePrivateFile(file, "one");
  chmodSync(file, 0o644);
  writePrivateFile(file, Buffer.from("two"));
  assert.equal(readFileSync(file, "utf8"), "two");
  assert.equal(modeOf(file), 0o600);
  assert.deepEqual(
    readdirSync(directory.path).filter((name) => name.includes("key")),
    ["key"],
  );
});

test("a private file is read only if it is a private file", () => {
  using directory = opened();
  const file = join(directory.path, "key");
  const read = (links: "followed" | "refused" = "refused") => readPrivateFile(file, links);
  assert.deepEqual(read(), { problem: `${file} cannot be read (ENOENT).` });
  writePrivateFile(file, "secret");
  assert.deepEqual(read(), Buffer.from("secret"));
  chmodSync(file, 0o604);
  assert.match(String(Object.values(read())), /can be reached by other users \(mode 0604\): run chmod 600/);
  chmodSync(file, 0o600);
  const link = join(directory.path, "link");
  symlinkSync(file, link);
  assert.deepEqual(readPrivateFile(link, "followed"), Buffer.from("secret"));
  assert.deepEqual(readPrivateFile(link, "refused"), { problem: `${link} cannot be read (ELOOP).` });
  chmodSync(file, 0o640);
  assert.match(String(Object.values(readPrivateFile(link, "followed"))), /can be reached by other users/);
  assert.deepEqual(readPrivateFile(directory.path, "refused"), {
    problem: `${directory.path} is not a regular file.`,
  });
});

test("a pipe in the place of a key is refused without waiting for its writer", () => {
  using directory = opened();
  const pipe = join(directory.path, "pipe");
  execFileSync("mkfifo", ["-m", "600", pipe]);
  assert.deepEqual(readPrivateFile(pipe, "followed"), { problem: `${pipe} is not a regular file.` });
  rmSync(pipe);
});

test("a file beyond every size of a key is refused unread", () => {
  using directory = opened();
  const file = join(directory.path, "large");
  writePrivateFile(file, Buffer.alloc(1024 * 1024 + 1));
  assert.deepEqual(readPrivateFile(file, "refused"), { problem: `${file} is too large.` });
});

const block = {
  endpoint: "http://127.0.0.1:4580",
  partition: undefined,
  accessKeyId: "AKIAEXAMPLE",
  secretAccessKey: "a/b+c d'e$(f)",
};

test("the root credentials are kept in a private file that a shell reads as it is meant", () => {
  using directory = opened();
  writePendingCredentials(directory, block);
  settlePendingCredentials(directory, true);
  const file = directory.files.rootCredentials;
  assert.equal(modeOf(file), 0o600);
  const shown = execFileSync("/bin/sh", ["-c", `. ${file} && env`], {
    encoding: "utf8",
    env: { AWS_PROFILE: "old", AWS_SESSION_TOKEN: "old" },
  });
  const variables = new Map(
    shown
      .trim()
      .split("\n")
      .map((line) => line.split(/=(.*)/s, 2) as [string, string]),
  );
  assert.equal(variables.get("AWS_ENDPOINT_URL"), "http://127.0.0.1:4580");
  assert.equal(variables.get("AWS_REGION"), "us-east-1");
  assert.equal(variables.get("AWS_DEFAULT_REGION"), "us-east-1");
  assert.equal(variables.get("AWS_ACCESS_KEY_ID"), "AKIAEXAMPLE");
  assert.equal(variables.get("AWS_SECRET_ACCESS_KEY"), block.secretAccessKey);
  assert.equal(variables.has("AWS_PROFILE"), false);
  assert.equal(variables.has("AWS_SESSION_TOKEN"), false);
});

test("every start warns while the file or a root access key is there, and then no more", () => {
  using directory = opened();
  assert.deepEqual(rootWarnings(directory, false), []);
  writePendingCredentials(directory, block);
  settlePendingCredentials(directory, true);
  assert.match(rootWarnings(directory, true).join("\n"), /root-credentials[\s\S]*has an access key/);
  rmSync(directory.files.rootCredentials);
  assert.deepEqual(rootWarnings(directory, true).length, 1);
  assert.equal(existsSync(directory.files.rootCredentials), false);
});
