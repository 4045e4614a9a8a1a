import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLayers } from "../check-layers.ts";
import { treeOf } from "../tree.ts";

const manifests = {
  "packages/policy/package.json": `{"name":"@portcullis/policy"}`,
  "packages/wire/package.json": `{"name":"@portcullis/wire","dependencies":{"@portcullis/policy":"0.1.0"}}`,
  "packages/keys/package.json": `{"name":"@portcullis/keys"}`,
  "packages/storage/package.json": `{"name":"@portcullis/storage","dependencies":{"@portcullis/wire":"0.1.0","pino":"1.0.0"}}`,
};

async function judge(files: Readonly<Record<string, string>>): Promise<string[]> {
  return (await checkLayers(treeOf({ ...manifests, ...files }))).map(({ message }) => message);
}

test("a package may import from a layer below, from its own files and, if it is not pure, from Node", async () => {
  const found = await judge({
    "packages/wire/src/index.ts": "",
    "packages/storage/src/other.ts": "",
    "packages/storage/src/index.ts": `
      import { sign } from "@portcullis/wire";
      import { join } from "node:path";
      import pino from "pino";
      import { other } from "./other.ts";`,
  });
  assert.deepEqual(found, []);
});

test("an import from a layer above, or from the same layer, is found", async () => {
  const found = await judge({
    "packages/wire/src/a.ts": `import { put } from "@portcullis/storage";`,
    "packages/storage/src/a.ts": `import { seal } from "@portcullis/keys";`,
  });
  assert.equal(found.length, 2);
  assert.match(found[0] ?? "", /@portcullis\/storage \(layer 2\) imports @portcullis\/keys \(layer 2\)/);
  assert.match(found[1] ?? "", /@portcullis\/wire \(layer 1\) imports @portcullis\/storage \(layer 2\)/);
});

test("no form of import escapes", async () => {
  const forms = [
    `import type { Row } from "@portcullis/storage";`,
    `import { type Row } from "@portcullis/storage";`,
    `import "@portcullis/storage";`,
    `import * as storage from "@portcullis/storage";`,
    `export { put } from "@portcullis/storage";`,
    `export type { Row } from "@portcullis/storage";`,
    `export * from "@portcullis/storage";`,
    `const storage = await import("@portcullis/storage");`,
    `let row: import("@portcullis/storage").Row;`,
    "const storage = await import(`@portcullis/storage`);",
  ];
  for (const form of forms) {
    const found = await judge({ "packages/wire/src/a.ts": form });
    assert.equal(found.length, 1, form);
  }
});

test("an import of a computed name is found", async () => {
  const [message] = await judge({ "packages/storage/src/a.ts": "await import(name);" });
  assert.equal(message, "imports a computed name, which cannot be checked");
});

test("an import in a string or a comment is none", async () => {
  const found = await judge({
    "packages/wire/src/a.ts": `// import "@portcullis/storage"\nconst text = 'import "@portcullis/storage"';`,
  });
  assert.deepEqual(found, []);
});

test("a pure package that imports from Node is found, with or without the prefix", async () => {
  const found = await judge({ "packages/policy/src/a.ts": `import "node:fs"; import "crypto";` });
  assert.deepEqual(found, [`a pure package imports "node:fs"`, `a pure package imports "crypto"`]);
});

test("a relative import that leaves the package's sources is found", async () => {
  const found = await judge({
    "packages/policy/src/index.ts": "",
    "packages/wire/test/helper.ts": "",
    "packages/wire/src/a.ts": `import "../../policy/src/index.ts"; import "../test/helper.ts";`,
  });
  assert.deepEqual(found, [
    `"../../policy/src/index.ts" leaves the package's sources`,
    `"../test/helper.ts" leaves the package's sources`,
  ]);
});

test("a package may read its own manifest, and no other", async () => {
  const text = `import "../package.json" with { type: "json" }; import "../../policy/package.json" with { type: "json" };`;
  assert.deepEqual(await judge({ "packages/wire/src/a.ts": text }), [
    `"../../policy/package.json" leaves the package's sources`,
  ]);
});

test("a path into another package, past its index, is found", async () => {
  const [message] = await judge({ "packages/wire/src/a.ts": `import "@portcullis/policy/src/decide.ts";` });
  assert.match(message ?? "", /goes past the index of @portcullis\/policy/);
});

test("a dependency that the package does not declare is found", async () => {
  const [message] = await judge({ "packages/policy/src/a.ts": `import lodash from "lodash";` });
  assert.match(message ?? "", /"lodash" is not among the dependencies/);
});

test("a manifest that depends upward is found even if nothing imports it", async () => {
  const [message] = await judge({
    "packages/policy/package.json": `{"name":"@portcullis/policy","dependencies":{"@portcullis/wire":"0.1.0"}}`,
  });
  assert.match(message ?? "", /depends on @portcullis\/wire, which is not below it/);
});

test("a package without a layer is found", async () => {
  const [message] = await judge({ "packages/misc/package.json": `{"name":"@portcullis/misc"}` });
  assert.match(message ?? "", /"misc" has no layer/);
});

test("tests may import what they like", async () => {
  assert.deepEqual(await judge({ "packages/policy/test/a.test.ts": `import "node:fs";` }), []);
});
