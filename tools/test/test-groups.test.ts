import assert from "node:assert/strict";
import { test } from "node:test";
import { groupTests } from "../test-groups.ts";

test("pure packages share a process, others have their own, and the longest come first", () => {
  const groups = groupTests([
    "conformance/tour.test.ts",
    "conformance/kill.test.ts",
    "packages/policy/test/decide.test.ts",
    "packages/wire/test/query.test.ts",
    "packages/storage/test/locator.test.ts",
    "packages/server/test/config.test.ts",
    "tools/test/check-words.test.ts",
  ]);
  assert.deepEqual(
    groups.map(({ name, files }) => [name, files.length]),
    [
      ["conformance/kill.test.ts", 1],
      ["servers 1", 1],
      ["servers 2", 1],
      ["pure packages", 2],
      ["packages/server", 1],
      ["tools", 1],
    ],
  );
});

test("files that start servers are dealt out to a few processes, each file to one", () => {
  const files = Array.from({ length: 30 }, (_, number) => `conformance/many-${number}.test.ts`);
  const groups = groupTests(files);
  assert.deepEqual(new Set(groups.map((group) => group.files.length)), new Set([3, 4]));
  assert.deepEqual(groups.flatMap((group) => group.files).sort(), files.sort());
});

test("a package that is not known to be pure gets a process of its own", () => {
  assert.equal(groupTests(["packages/unknown/test/a.test.ts"])[0]?.name, "packages/unknown");
});
