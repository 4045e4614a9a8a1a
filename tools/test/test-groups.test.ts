import assert from "node:assert/strict";
import { test } from "node:test";
import { groupTests } from "../test-groups.ts";

test("pure packages share a process, so do those that start servers, others have their own, and the longest come first", () => {
  const groups = groupTests([
    "conformance/balanced/tour.test.ts",
    "conformance/alias-races.test.ts",
    "conformance/kill.test.ts",
    "packages/policy/test/decide.test.ts",
    "packages/wire/test/query.test.ts",
    "packages/storage/test/locator.test.ts",
    "packages/server/test/config.test.ts",
    "tools/test/check-words.test.ts",
  ]);
  assert.deepEqual(
    groups.map(({ files }) => files),
    [
      [
        "conformance/kill.test.ts",
        "packages/storage/test/locator.test.ts",
        "conformance/alias-races.test.ts",
      ],
      ["conformance/balanced/tour.test.ts"],
      ["packages/policy/test/decide.test.ts", "packages/wire/test/query.test.ts"],
      ["packages/server/test/config.test.ts"],
      ["tools/test/check-words.test.ts"],
    ],
  );
});

test("a package that is not known to be pure gets a process of its own", () => {
  const files = ["packages/unknown/test/a.test.ts", "packages/wire/test/query.test.ts"];
  assert.equal(groupTests(files).length, 2);
});
