import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSizes } from "../check-sizes.ts";
import { treeOf } from "../tree.ts";

const lines = (count: number): string => "x;\n".repeat(count);

test("a file of 351 lines is found, one of 350 is not", () => {
  const found = checkSizes(treeOf({ "a/long.ts": lines(351), "a/fits.ts": lines(350) }));
  assert.deepEqual(found, [{ path: "a/long.ts", message: "has 351 lines; the most is 350" }]);
});

test("generated files and documents may be long", () => {
  assert.deepEqual(
    checkSizes(treeOf({ "a/generated/b.ts": lines(999), "a.md": lines(999), "a.json": lines(999) })),
    [],
  );
});
