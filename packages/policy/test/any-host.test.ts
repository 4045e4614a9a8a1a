import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const child = fileURLToPath(new URL("any-host-child.ts", import.meta.url));
const root = new URL("../cases/", import.meta.url);

test("the package decides wherever the language runs: it asks its host for nothing, as in a browser", () => {
  const texts = globSync("*/*.json", { cwd: fileURLToPath(root) }).map((file) =>
    readFileSync(new URL(file, root), "utf8"),
  );
  const cases = texts.map((text) => JSON.parse(text) as { id: string; expected: string });
  const flags = ["--experimental-vm-modules", "--no-warnings"];
  const run = spawnSync(process.execPath, [...flags, child], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1 << 24,
  });
  assert.equal(run.stderr, "");
  const { modules, outcomes } = JSON.parse(run.stdout) as { modules: number; outcomes: unknown };
  assert.ok(modules > 50);
  assert.deepEqual(
    outcomes,
    cases.map(({ id, expected }) => [id, expected, expected]),
  );
});
