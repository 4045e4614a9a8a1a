import assert from "node:assert/strict";
import { test } from "node:test";
import { groupTests } from "../test-groups.ts";

test("pure packages share a process, others have their own, who starts servers one a file, and the longest come first", () => {
  const groups = groupTests([
    "conformance/tour.test.ts",
    "conformance/kill.test.ts",
    "packages/policy/test/decide.test.ts",
    "packages/wire/test/query.test.ts",
    "packages/storage/test/contract.test.ts",
    "packages/storage/test/locator.test.ts",
    "packages/server/test/config.test.ts",
    "tools/test/check-words.test.ts",
  ]);
  assert.deepEqual(
    groups.map(({ name, files }) => [name, files.length]),
    [
      ["conformance/kill.test.ts", 1],
      ["conformance/tour.test.ts", 1],
      ["packages/storage/test/contract.test.ts", 1],
      ["packages/storage/test/locator.test.ts", 1],
      ["pure packages", 2],
      ["packages/server", 1],
      ["tools", 1],
    ],
  );
});

test("a package that is not known to be pure gets a process of its own", () => {
  assert.equal(groupTests(["packages/unknown/test/a.test.ts"])[0]?.name, "packages/unknown");
});
