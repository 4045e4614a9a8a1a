import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPostgres, openSqlite, type Storage } from "../src/index.ts";
import { eventually } from "./postgres/eventually.ts";
import { patient, testDatabase } from "./postgres/test-database.ts";
import { allEvents, newRealm } from "./samples.ts";

const folder = await mkdtemp(join(tmpdir(), "storage-"));
after(() => rm(folder, { recursive: true }));

/** Where a driver keeps something, and how another process finds it again. */
interface Place {
  readonly name: string;
  readonly open: () => Promise<Storage>;
  readonly remove: () => Promise<void>;
}

const drivers: Readonly<Record<string, () => Promise<Place>>> = {
  async SQLite() {
    const path = join(folder, "data.db");
    return { name: path, open: () => openSqlite({ path, reserveBytes: 0 }), remove: async () => undefined };
  },
  async PostgreSQL() {
    const { url, connections, drop } = await testDatabase();
    async function open(): Promise<Storage> {
      // The server goes on with what was sent before the kill.
      await eventually(async () => assert.equal(await connections(), 0));
      return await openPostgres({ url, deadlines: patient });
    }
    return { name: url, open, remove: drop };
  },
};

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

for (const [driver, place] of Object.entries(drivers)) {
  test(`after a kill every acknowledged change is there with its event, and none is half there: ${driver}`, async () => {
    const { name, open, remove } = await place();
    const realm = newRealm();
    const acknowledged: string[] = [];
    for (const round of ["r1", "r2"]) {
      acknowledged.push(...(await killAfter(100, name, realm, round)));
      const storage = await open();
      await checkWhole(storage, realm, acknowledged);
      await storage.close();
    }
    await remove();
  });
}

async function checkWhole(storage: Storage, realm: string, acknowledged: readonly string[]): Promise<void> {
  const image = (await storage.loadRealm(realm))!;
  const kept = new Set(image.entities.map(({ id }) => id));
  const told = (await allEvents(storage, realm)).map(({ resources }) => resources[0]?.name);
  for (const id of acknowledged) assert.ok(kept.has(id), `${id} was acknowledged and is gone`);
  assert.deepEqual(new Set(told), kept);
  assert.equal(told.length, kept.size);
  assert.equal(image.revision, 1 + kept.size);
  assert.equal((await storage.changesFrom(realm, 1)).length, image.revision);
}
