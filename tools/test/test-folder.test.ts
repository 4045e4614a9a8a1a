import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";

const maker = `
  const { folderInMemory } = await import(${JSON.stringify(resolve(import.meta.dirname, "../test-folder.ts"))});
  const { writeFileSync } = await import("node:fs");
  const folder = folderInMemory();
  if (folder !== undefined) writeFileSync(folder + "/file", "kept");
  console.log(JSON.stringify({ folder }));
  if (process.argv[1] === "wait") setInterval(() => undefined, 1000);
`;

for (const end of ["by itself", "SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`a folder in memory goes with the run that made it, which ends ${end === "by itself" ? end : `with ${end}`}`, async (t) => {
    const child = spawn(process.execPath, ["-e", maker, end === "by itself" ? "" : "wait"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    const [said] = await Promise.race([
      once(child.stdout, "data"),
      ended.then(([code]) => Promise.reject(new Error(`it ended with ${code} and said nothing`))),
    ]);
    const { folder } = JSON.parse(`${said}`) as { folder?: string };
    if (end !== "by itself") {
      assert.ok(folder === undefined || existsSync(folder));
      child.kill(end);
    }
    await ended;
    if (folder === undefined) return t.skip("this system has none, or it has no room");
    assert.ok(!existsSync(folder));
  });
}
