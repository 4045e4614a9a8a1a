import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folderInMemory } from "../test-folder.ts";

test("what tests throw away lies in memory where the system has a folder for it, and is ours to write", (t) => {
  const folder = folderInMemory();
  if (folder === undefined) return t.skip("this system has none, or it has no room");
  assert.ok(statfsSync(folder).bavail > 0);
  const made = mkdtempSync(join(folder, "portcullis-folder-"));
  try {
    writeFileSync(join(made, "file"), "kept");
  } finally {
    rmSync(made, { recursive: true });
  }
});
