import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openSqlite } from "../src/index.ts";
import { allEvents } from "./samples.ts";

const folder = await mkdtemp(join(tmpdir(), "storage-"));
after(() => rm(folder, { recursive: true }));

/** Lets a process change `realm` until it has acknowledged `count` changes, kills it, and gives all it said. */
async function killAfter(count: number, ...args: readonly string[]): Promise<readonly string[]> {
  const script = fileURLToPath(new URL("./kill-child.ts", import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said.split("\n").length > count) child.kill("SIGKILL");
  });
  const signal = await new Promise((resolve) => child.once("close", (_code, by) => resolve(by)));
  assert.equal(signal, "SIGKILL");
  return said.split("\n").slice(0, -1);
}

test("after a kill every acknowledged change is there with its event, and none is half there", async () => {
  const path = join(folder, "data.db");
  const realm = "account/123456789012";
  const acknowledged: string[] = [];
  for (const round of ["r1", "r2"]) {
    acknowledged.push(...(await killAfter(150, path, realm, round)));
    const storage = await openSqlite({ path, reserveBytes: 0 });
    const image = (await storage.loadRealm(realm))!;
    const kept = new Set(image.entities.map(({ id }) => id));
    const told = (await allEvents(storage, realm)).map(({ resources }) => resources[0]?.name);
    for (const id of acknowledged) assert.ok(kept.has(id), `${id} was acknowledged and is gone`);
    assert.deepEqual(new Set(told), kept);
    assert.equal(told.length, kept.size);
    assert.equal(image.revision, 1 + kept.size);
    assert.equal((await storage.changesFrom(realm, 1)).length, image.revision);
    await storage.close();
  }
});
