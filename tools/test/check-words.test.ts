import assert from "node:assert/strict";
import { test } from "node:test";
import { checkWords } from "../check-words.ts";
import { treeOf } from "../tree.ts";

const places = (files: Readonly<Record<string, string>>): string[] =>
  checkWords(treeOf(files)).map(({ path, line }) => `${path}:${line}`);

test("a source that spells the partition is found, with its line", () => {
  assert.deepEqual(
    places({ "packages/services/src/a.ts": 'const a = 1;\nconst arn = "arn:aws:iam::1:root";' }),
    ["packages/services/src/a.ts:2"],
  );
});

test("tests, documents, generated tables and the one home of ARNs may spell it", () => {
  const text = "arn:aws:iam::1:root";
  assert.deepEqual(
    places({
      "packages/directory/src/arn.ts": text,
      "packages/services/test/a.test.ts": text,
      "packages/aws-model/src/generated/a.ts": text,
      "docs/a.md": text,
      "bench/a.ts": text,
      "README.md": text,
    }),
    [],
  );
});

test("unfinished work, silenced types and tests that keep others from running are found", () => {
  for (const text of [
    "// TODO later",
    "/* FIXME */",
    "// @ts-ignore",
    "// @ts-nocheck",
    'test.only("x", () => {});',
    "describe.only(",
    'it("x", { only: true }, f);',
  ]) {
    assert.deepEqual(
      places({ "packages/wire/test/a.test.ts": text }),
      ["packages/wire/test/a.test.ts:1"],
      text,
    );
  }
});

test("an expected type error is found in a source and left to a test", () => {
  const text = "// @ts-expect-error wrong on purpose";
  assert.deepEqual(places({ "packages/wire/src/a.ts": text }), ["packages/wire/src/a.ts:1"]);
  assert.deepEqual(places({ "packages/wire/test/a.test.ts": text }), []);
});

test("a word that only contains one of them is fine", () => {
  assert.deepEqual(places({ "packages/wire/src/a.ts": "const TODOS = 1; readonly.only(1);" }), []);
});
