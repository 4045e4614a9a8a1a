import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDependencies, type DependencyRules } from "../check-dependencies.ts";
import { treeOf } from "../tree.ts";

const rules: DependencyRules = {
  runtime: [{ name: "pino", usedBy: ["server"], why: "logs", brings: ["split2"] }],
  licences: ["MIT", "ISC", "Apache-2.0"],
  licenceExceptions: {},
  installScriptExceptions: {},
};

const sound = { version: "1.0.0", integrity: "sha512-AAAA", license: "MIT" };

type Overrides = {
  readonly root?: object;
  readonly server?: object;
  readonly lock?: Readonly<Record<string, object>>;
  readonly rules?: Partial<DependencyRules>;
};

function judge({ root = {}, server = {}, lock = {}, rules: changed = {} }: Overrides): string[] {
  const tree = treeOf({
    "package.json": JSON.stringify({ name: "workspace", devDependencies: { tsc: "1.0.0" }, ...root }),
    "packages/server/package.json": JSON.stringify({
      name: "server",
      dependencies: { pino: "1.0.0" },
      ...server,
    }),
    "package-lock.json": JSON.stringify({
      packages: {
        "": { name: "workspace" },
        "packages/server": { name: "server" },
        "node_modules/server": { resolved: "packages/server", link: true },
        "node_modules/tsc": { ...sound, dev: true },
        "node_modules/pino": sound,
        "node_modules/split2": { ...sound, license: "ISC" },
        ...lock,
      },
    }),
  });
  return checkDependencies(tree, { ...rules, ...changed }).map(({ message }) => message);
}

test("a pinned, listed, freely licensed set of dependencies passes", () => {
  assert.deepEqual(judge({}), []);
});

test("a version that is not exact is found", () => {
  for (const version of ["^1.0.0", "~1.0.0", "1.x", "*", "latest", "file:../x", "git+https://x/y.git"]) {
    const found = judge({ root: { devDependencies: { tsc: version } } });
    assert.deepEqual(found, [`tsc@${version} is not an exact version`]);
  }
});

test("a locked package without SHA-512 integrity is found", () => {
  for (const integrity of [undefined, "", "sha1-AAAA"]) {
    const found = judge({ lock: { "node_modules/tsc": { ...sound, dev: true, integrity } } });
    assert.deepEqual(found, ["tsc has no SHA-512 integrity"]);
  }
});

test("a package from elsewhere than the public registry is found", () => {
  const [message] = judge({
    lock: { "node_modules/tsc": { ...sound, dev: true, resolved: "https://example.org/tsc.tgz" } },
  });
  assert.match(message ?? "", /comes from https:\/\/example.org\/tsc.tgz/);
});

test("a package that a locked one needs, on any platform, is locked too", () => {
  const entry = { ...sound, dev: true, optionalDependencies: { "tsc-darwin": "1.0.0" } };
  assert.deepEqual(judge({ lock: { "node_modules/tsc": entry } }), [
    "tsc needs tsc-darwin, which is not locked",
  ]);
  for (const place of ["node_modules/tsc-darwin", "node_modules/tsc/node_modules/tsc-darwin"]) {
    const lock = { "node_modules/tsc": entry, [place]: { ...sound, dev: true, optional: true } };
    assert.deepEqual(judge({ lock }), []);
  }
});

test("an install script is found unless it is listed", () => {
  const lock = { "node_modules/tsc": { ...sound, dev: true, hasInstallScript: true } };
  assert.deepEqual(judge({ lock }), ["tsc has an install script"]);
  assert.deepEqual(judge({ lock, rules: { installScriptExceptions: { tsc: "only prints" } } }), []);
});

test("a licence off the list is found unless it is listed", () => {
  const lock = { "node_modules/tsc": { ...sound, dev: true, license: "AGPL-3.0" } };
  assert.deepEqual(judge({ lock }), ["tsc has the licence AGPL-3.0, which is not on the list"]);
  assert.deepEqual(judge({ lock, rules: { licenceExceptions: { tsc: "a tool only" } } }), []);
});

test("a choice of licences needs one that is accepted, a combination needs all", () => {
  const withLicence = (license: string | undefined): string[] =>
    judge({ lock: { "node_modules/tsc": { ...sound, dev: true, license } } });
  assert.deepEqual(withLicence("MIT OR GPL-3.0"), []);
  assert.deepEqual(withLicence("(MIT AND ISC)"), []);
  assert.equal(withLicence("MIT AND GPL-3.0").length, 1);
  assert.equal(withLicence("(MIT OR GPL-3.0) AND GPL-2.0").length, 1);
  assert.equal(withLicence(undefined).length, 1);
});

test("an exception that nothing needs any more is found", () => {
  assert.deepEqual(
    judge({ rules: { licenceExceptions: { gone: "" }, installScriptExceptions: { gone: "" } } }),
    [
      "the exception for gone's install script is not needed",
      "the exception for gone's licence is not needed",
    ],
  );
});

test("a runtime dependency without a row is found, in every group that installs", () => {
  for (const group of ["dependencies", "optionalDependencies", "peerDependencies"]) {
    const found = judge({
      server: { dependencies: { pino: "1.0.0" }, [group]: { pino: "1.0.0", extra: "1.0.0" } },
    });
    assert.deepEqual(found, ["server depends on extra, which no row allows it"]);
  }
});

test("a package that comes along with a runtime dependency needs to be listed too", () => {
  assert.deepEqual(judge({ lock: { "node_modules/pino/node_modules/stowaway": sound } }), [
    "stowaway would run in production and has no row",
  ]);
});

test("a row that nothing uses any more is found", () => {
  const gone = { name: "gone", usedBy: ["server"], why: "", brings: [] };
  assert.deepEqual(judge({ rules: { runtime: [...rules.runtime, gone] } }), [
    "server does not depend on gone",
    "gone is listed and does not run in production",
  ]);
});
