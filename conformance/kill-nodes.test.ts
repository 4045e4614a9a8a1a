/** Two nodes over one PostgreSQL database, of which one is killed in the middle of its work, again and again. */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createMasterKeyFile } from "@portcullis/keys";
import { testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { type ChildServer, startChild } from "./support/child-server.ts";
import { clientsOf } from "./support/clients.ts";
import { allIsThere } from "./support/kept.ts";
import { readRootCredentials } from "./support/server.ts";
import { type Acknowledged, nothingYet, work } from "./support/workload.ts";

const rounds = process.env.PORTCULLIS_SOAK === undefined ? 2 : 12;
const workersOfEach = 4;
const folder = mkdtempSync(join(tmpdir(), "portcullis-kill-nodes-"));
const database = await testDatabase();
after(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

test(`what either node acknowledged outlives ${rounds} kills of one, on the other and on itself`, async () => {
  const masterKey = join(folder, "master.key");
  assert.ok((await createMasterKeyFile(masterKey)).ok);
  const start = (name: string): Promise<ChildServer> =>
    startChild([
      "--data-dir",
      join(folder, name),
      "--database",
      database.url,
      "--master-key-file",
      masterKey,
    ]);

  await using steady = await start("steady");
  const root = readRootCredentials(join(folder, "steady"));
  const told: Acknowledged[] = [];
  for (let round = 0; round < rounds; round++) {
    await using killed = await start("killed");
    await allIsThere(told, killed, clientsOf(killed, root));
    const next = nothingYet();
    told.push(next);
    let left = randomInt(10, 50);
    const acknowledged = () => {
      if (--left === 0) void killed.kill();
    };
    const end = new AbortController();
    /** What the steady node acknowledged after the other one was told to die. */
    let since = 0;
    const servedOn = () => {
      if (left <= 0) since += 1;
    };
    const late = () => undefined;
    const others = Array.from({ length: workersOfEach }, () => {
      const passing = nothingYet();
      told.push(passing);
      return work(clientsOf(steady, root), passing, servedOn, end.signal, late);
    });
    await Promise.all(
      Array.from({ length: workersOfEach }, () =>
        work(clientsOf(killed, root), next, acknowledged, undefined, late),
      ),
    );
    end.abort();
    await Promise.all(others);
    assert.ok(since > 0, "the steady node served on");
    assert.ok(left <= 0, "the node ended before it was killed");
    await allIsThere(told, steady, clientsOf(steady, root)).catch((cause) => {
      throw new Error(`after ${round + 1} kills; the node: ${steady.log()}`, { cause });
    });
  }
  assert.equal(await steady.stop(), 0);
});
