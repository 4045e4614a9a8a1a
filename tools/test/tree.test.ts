import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { describe, lineAt, treeOfCheckout } from "../tree.ts";

test("a checkout's tree has new files, and neither deleted nor ignored ones", (t) => {
  const root = mkdtempSync(join(tmpdir(), "portcullis-"));
  t.after(() => rmSync(root, { recursive: true }));
  const git = (...args: readonly string[]): void => void execFileSync("git", args, { cwd: root });
  git("init", "--quiet");
  for (const name of ["kept.ts", "deleted.ts"]) writeFileSync(join(root, name), name);
  git("add", "--all");
  rmSync(join(root, "deleted.ts"));
  writeFileSync(join(root, ".gitignore"), "ignored.ts");
  for (const name of ["ignored.ts", "new ä.ts"]) writeFileSync(join(root, name), name);

  const tree = treeOfCheckout(root);
  assert.deepEqual(tree.paths, [".gitignore", "kept.ts", "new ä.ts"]);
  assert.equal(tree.read("new ä.ts"), "new ä.ts");
});

test("lines are counted from one", () => {
  assert.equal(lineAt("a\nb\nc", 0), 1);
  assert.equal(lineAt("a\nb\nc", 2), 2);
  assert.equal(describe({ path: "a.ts", line: 2, message: "is wrong" }), "a.ts:2: is wrong");
  assert.equal(describe({ path: "a.ts", message: "is wrong" }), "a.ts: is wrong");
});
