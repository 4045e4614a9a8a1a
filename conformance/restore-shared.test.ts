/** How a restore into a shared database ends where the answer to its last step is lost. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { restoreBackup } from "@portcullis/server";
import { createFaults, type Faults, openPostgres, type Storage } from "@portcullis/storage";
import { patient, testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { backup, placeAt } from "./support/backup.ts";
import { callsOf } from "./support/calls.ts";
import { startOver } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-restore-"));
const original = join(folder, "original");
const umask = process.umask();
let file: string;
before(async () => {
  await using server = await startOver(original);
  file = (await backup(callsOf(server, server.root))).Path;
});
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

/** Restores into an empty database whose driver fails as `fail` says once all but the last step is done. */
async function restoreInto(url: string, fail: (faults: Faults) => void) {
  const faults = createFaults();
  const shared = async (): Promise<Storage> => {
    const storage = await openPostgres({ url, deadlines: patient, faults });
    const fill: Storage["fill"] = (parts) =>
      storage.fill(
        (async function* () {
          yield* parts;
          fail(faults);
        })(),
      );
    return { ...storage, fill };
  };
  const database = {
    url,
    passwordFile: undefined,
    caFile: undefined,
    allowPlain: false,
    retention: undefined,
  };
  const mode = { ...placeAt(join(folder, "none"), [join(original, "master.key")]), database };
  return restoreBackup({ file, mode, asNewDeployment: false }, { shared, file: shared });
}

test("a restore whose last answer is lost looks whether it is done, and lists what came back", async (t) => {
  const database = await testDatabase();
  t.after(() => database.drop());
  const report = await restoreInto(database.url, (faults) => faults.begin("forget-outcome", 1));
  assert.ok(!("problem" in report), JSON.stringify(report));
  assert.equal(report.accounts.length, 1);
  const storage = await openPostgres({ url: database.url, deadlines: patient });
  assert.equal((await storage.deployment())?.incarnation, report.incarnation);
  await storage.close();
});

test("a restore does not say that nothing was restored where it cannot find out", async (t) => {
  const database = await testDatabase();
  t.after(() => database.drop());
  const report = await restoreInto(database.url, (faults) => faults.begin("failing-fsync"));
  assert.deepEqual(report, {
    problem:
      "Whether the backup was restored is not known (the database failed): run it again, which finds out.",
  });
});
