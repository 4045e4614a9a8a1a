import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bodyFormats } from "@portcullis/directory";
import { formatFindings, keptFindings } from "../check-releases.ts";
import { describe as say } from "../tree.ts";

const bodies = "packages/directory/test/fixtures/bodies";
const reads = Object.fromEntries(Object.keys(bodyFormats).map((kind) => [kind, 1]));

describe("what releases left", () => {
  const kept = { "0.1": { reads, files: { [`${bodies}/0.1.jsonl`]: "sum of 0.1" } } };
  const found = (paths: readonly string[], sum: string) => keptFindings(paths, kept, () => sum).map(say);

  test("is as it was left", () => {
    const expectations = [`${bodies}/0.1.entities.jsonl`, "conformance/fixtures/0.1/answers.jsonl"];
    assert.deepEqual(found([`${bodies}/0.1.jsonl`, ...expectations, "README.md"], "sum of 0.1"), []);
  });

  test("must not change or go", () => {
    assert.deepEqual(found([`${bodies}/0.1.jsonl`], "another sum"), [
      `${bodies}/0.1.jsonl: is not as release 0.1 left it, which never changes`,
    ]);
    assert.deepEqual(found([], "sum of 0.1"), [`${bodies}/0.1.jsonl: is what release 0.1 left, and is gone`]);
  });

  test("stands in the table", () => {
    const more = [`${bodies}/0.1.jsonl`, `${bodies}/0.2.jsonl`, "conformance/fixtures/0.2/portcullis.db"];
    assert.deepEqual(found(more, "sum of 0.1"), [
      `${bodies}/0.2.jsonl: is in no row of tools/releases.json; run: npm run keep-release`,
      "conformance/fixtures/0.2/portcullis.db: is in no row of tools/releases.json; run: npm run keep-release",
    ]);
  });
});

describe("the formats of two neighbouring releases", () => {
  const step = { forth: <T>(body: T) => body, back: <T>(body: T) => body };
  const user = (written: number, steps: number) => ({
    ...bodyFormats,
    user: { many: "users", written, steps: Array.from({ length: steps }, () => step) },
  });
  const row = (users: number) => ({ reads: { ...reads, user: users }, files: {} });
  const found = (table: typeof bodyFormats, before: number, now: number) =>
    formatFindings(table, { "0.1": row(before), "0.2": row(now) }, "0.2").map(say);

  test("agree where the new one writes what the one before reads", () => {
    assert.deepEqual(found(user(1, 0), 1, 1), []);
    assert.deepEqual(found(user(1, 1), 1, 2), []);
    assert.deepEqual(found(user(2, 1), 2, 2), []);
  });

  test("disagree where it writes what the one before cannot read", () => {
    assert.deepEqual(found(user(2, 1), 1, 2), [
      "packages/directory/src/body-formats.table.ts: release 0.1 cannot read the user of format 2: write it one release later",
    ]);
    const { user: _, ...without } = reads;
    const rows = { "0.1": { reads: without, files: {} }, "0.2": row(1) };
    assert.match(
      formatFindings(bodyFormats, rows, "0.2").map(say).join(),
      /cannot read the user of format 1/,
    );
    assert.deepEqual(formatFindings(user(0, 0), rows, "0.2"), []);
  });

  test("are noted for the next one", () => {
    assert.deepEqual(found(user(1, 1), 1, 1), [
      "tools/releases.json: release 0.2 reads user otherwise; run: npm run keep-release",
    ]);
    const rows = { "0.1": row(1) };
    assert.match(
      formatFindings(bodyFormats, rows, "0.2").map(say).join(),
      /its last row is not release 0\.2/,
    );
    assert.deepEqual(formatFindings(bodyFormats, rows, "0.1"), []);
  });
});
