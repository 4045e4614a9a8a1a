import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";

const bin = resolve(import.meta.dirname, "../../packages/cli/bin");
const root = mkdtempSync(join(tmpdir(), "portcullis-launcher-"));
const launcher = join(root, "packages/cli/bin/portcullis.js");
const cache = join(root, "node_modules/.cache/portcullis");
const ownNode = join(root, `node_modules/node-${process.platform}-${process.arch}`);

after(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(join(root, "packages/cli/src"), { recursive: true });
  mkdirSync(join(root, "node_modules"));
  cpSync(bin, join(root, "packages/cli/bin"), { recursive: true });
  writeFileSync(join(root, "packages/cli/package.json"), `{ "type": "module" }`);
  writeMain(`console.log(JSON.stringify({
    args: process.argv.slice(2), flags: process.execArgv, proto: "__proto__" in {}, cache: getCompileCacheDir() ?? "",
  } satisfies object));`);
  // A launcher that believes to run on an older Node.
  writeFileSync(
    join(root, "old.cjs"),
    `Object.defineProperty(process.versions, "node", { value: "18.20.0" }); process.execve = undefined;
     require(${JSON.stringify(launcher)});`,
  );
});

function writeMain(body: string): void {
  writeFileSync(
    join(root, "packages/cli/src/main.ts"),
    `import { getCompileCacheDir } from "node:module";\n${body}`,
  );
}

function bringOwnNode(version = process.versions.node): void {
  mkdirSync(join(ownNode, "bin"), { recursive: true });
  symlinkSync(process.execPath, join(ownNode, "bin/node"));
  writeFileSync(join(ownNode, "package.json"), JSON.stringify({ version }));
}

function environment(changes: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _, NODE_OPTIONS: __, ...rest } = process.env;
  return { ...rest, XDG_CACHE_HOME: join(root, "xdg"), ...changes };
}

function launch(args: readonly string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof finished> {
  return finished(spawnSync(process.execPath, args, { encoding: "utf8", env: environment(env) }));
}

function finished(run: { status: number | null; stdout: string; stderr: string }) {
  const { args, flags, proto, cache: folder } = run.stdout === "" ? ({} as never) : JSON.parse(run.stdout);
  return { status: run.status, stderr: run.stderr, args, flags, proto, cache: folder };
}

test("the command runs with its arguments and with the flags that the server needs", () => {
  const run = launch([launcher, "start", "--port", "1 2"]);
  assert.deepEqual(run.args, ["start", "--port", "1 2"]);
  assert.deepEqual(run.flags, ["--disable-sigusr1", "--disable-proto=delete"]);
  assert.equal(run.proto, false);
  assert.equal(run.stderr, "");
  assert.equal(run.status, 0);
});

test("flags that are given stay, and none is given twice", () => {
  const run = launch(["--disable-sigusr1", "--max-old-space-size=200", launcher]);
  assert.deepEqual(run.flags, ["--disable-sigusr1", "--max-old-space-size=200", "--disable-proto=delete"]);
});

describe("what could open the process's memory or load foreign code is refused", () => {
  for (const flag of ["--heapsnapshot-signal=SIGUSR2", "--report-on-signal", "--no-disable-sigusr1"]) {
    test(`${flag} as an argument`, () => {
      const run = launch([flag, launcher]);
      assert.equal(run.status, 1);
      assert.equal(run.stderr, `portcullis: it does not run with Node's flag ${flag.split("=")[0]}.\n`);
    });
  }
  for (const options of [
    "--inspect=127.0.0.1:0",
    "--inspect_brk",
    '--max-old-space-size=99 "--cpu-prof"',
    "--require=./x.js",
    "--import x",
    "-r ./x.js",
  ]) {
    test(`NODE_OPTIONS with ${options}`, () => {
      // Set once Node has started: it would act on some of them itself before the launcher is read.
      const setter = join(root, "setter.cjs");
      const text = `process.env.NODE_OPTIONS = ${JSON.stringify(options)}; require(${JSON.stringify(launcher)});`;
      writeFileSync(setter, text);
      const run = launch([setter]);
      assert.equal(run.status, 1);
      assert.match(
        run.stderr,
        /^portcullis: it does not run with --?[a-z-]+; remove it from NODE_OPTIONS\.\n$/,
      );
    });
  }
});

describe("on a Node that is too old", () => {
  test("one sentence says so where the project has none of its own", () => {
    const run = launch([join(root, "old.cjs")]);
    assert.equal(run.status, 1);
    assert.match(run.stderr, /^portcullis: it needs Node\.js 24 or newer, and this is v.*\n$/);
    assert.equal(run.stderr.split("\n").length, 2);
  });

  test("a Node of the project's own that is too old as well does not count", () => {
    bringOwnNode("22.0.0");
    assert.equal(launch([join(root, "old.cjs")]).status, 1);
  });

  test("the project's own Node takes over, with arguments, flags and exit code", () => {
    bringOwnNode();
    writeMain(
      `console.log(JSON.stringify({ args: process.argv.slice(2), flags: process.execArgv })); process.exit(9);`,
    );
    const run = launch([join(root, "old.cjs"), "start"]);
    assert.deepEqual(run.args, ["start"]);
    assert.deepEqual(run.flags, ["--disable-sigusr1", "--disable-proto=delete"]);
    assert.equal(run.status, 9);
  });

  test("a signal reaches the command, and its end is the launcher's end", async () => {
    bringOwnNode();
    writeMain(
      `process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1000); console.log("ready");`,
    );
    const child = spawn(process.execPath, [join(root, "old.cjs")], { env: environment({}) });
    await ready(child);
    child.kill("SIGTERM");
    assert.deepEqual(await once(child, "exit"), [7, null]);
  });

  test("a command that a signal ends is reported as ended by that signal", async () => {
    bringOwnNode();
    writeMain(`setInterval(() => {}, 1000); console.log("ready");`);
    const child = spawn(process.execPath, [join(root, "old.cjs")], { env: environment({}) });
    await ready(child);
    child.kill("SIGTERM");
    assert.deepEqual(await once(child, "exit"), [null, "SIGTERM"]);
  });
});

describe("compiled code", () => {
  test("is kept in a folder that only this user can enter", () => {
    assert.ok(launch([launcher]).cache.startsWith(cache));
    assert.equal(lstatSync(cache).mode & 0o777, 0o700);
  });

  test("is not read from a folder that others can write, enter, or replace", () => {
    const weaken: readonly (() => void)[] = [
      () => chmodSync(cache, 0o777),
      () => chmodSync(cache, 0o710),
      () => chmodSync(join(root, "node_modules/.cache"), 0o777),
      () => chmodSync(join(root, "node_modules"), 0o775),
    ];
    for (const step of weaken) {
      rmSync(join(root, "node_modules"), { recursive: true });
      mkdirSync(cache, { recursive: true, mode: 0o700 });
      step();
      assert.ok(launch([launcher]).cache.startsWith(join(root, "xdg/portcullis")), String(step));
      assert.deepEqual(launch([launcher], { XDG_CACHE_HOME: "/dev/null/nowhere" }).cache, "", String(step));
    }
  });

  test("a link to a private folder is judged by where it leads", () => {
    const open = join(root, "open");
    mkdirSync(join(open, "portcullis"), { recursive: true });
    chmodSync(open, 0o777);
    mkdirSync(join(root, "node_modules/.cache"));
    symlinkSync(join(open, "portcullis"), cache);
    assert.ok(launch([launcher]).cache.startsWith(join(root, "xdg")));
  });

  test("is written while the command still runs, for it may be killed", async (t) => {
    writeMain(`setInterval(() => {}, 1000); await new Promise(() => {});`);
    const child = spawn(process.execPath, [launcher], { env: environment({}) });
    t.after(() => child.kill("SIGKILL"));
    while (globSync("*/*", { cwd: cache }).length === 0) await setTimeout(50);
  });
});

test("a restart on change does not mix Node's messages with those of worker threads", () => {
  writeMain(`console.log(JSON.stringify({ args: "WATCH_REPORT_DEPENDENCIES" in process.env }));`);
  assert.equal(launch([launcher], { WATCH_REPORT_DEPENDENCIES: "1" }).args, false);
});

test("a main file that fails to load ends the command with a message", () => {
  writeMain(`throw new Error("broken");`);
  const run = launch([launcher]);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /^portcullis: it could not start: Error: broken/);
});

test("the launcher keeps to syntax that the oldest Node can parse", () => {
  const text = readFileSync(join(bin, "portcullis.js"), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  for (const modern of [
    /=>/,
    /^\s*(const|let|class|import|export)\b/m,
    /`/,
    /\?\./,
    /\?\?/,
    /\.\.\.\w/,
    /,\s*\n\s*\)/,
  ]) {
    assert.doesNotMatch(text, modern);
  }
});

async function ready(child: ChildProcess): Promise<void> {
  for await (const chunk of child.stdout ?? []) if (String(chunk).includes("ready")) return;
}
