/** Reports that are kept beside the state of an account. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openMemory, type Storage } from "@portcullis/storage";
import { keptReports } from "../src/kept-reports.ts";

const account = "123456789012";
const other = "210987654321";
const HOUR = 3_600_000;

let storage: Storage;
before(async () => {
  storage = await openMemory();
});
after(() => storage.close());

describe("a job of last accesses", () => {
  const job = { id: "j", arn: "arn", granularity: "ACTION_LEVEL", created: 5000 } as const;

  test("is known to every node, in its account, for a day", async () => {
    let now = 5000;
    const [one, two] = [keptReports(storage, () => now), keptReports(storage, () => now)];
    await one.keepAccessJob(account, job);
    assert.deepEqual(await two.findAccessJob(account, "j"), job);
    assert.equal(await two.findAccessJob(other, "j"), undefined);
    assert.equal(await two.findAccessJob(account, "k"), undefined);
    now += 24 * HOUR - 1;
    assert.deepEqual(await one.findAccessJob(account, "j"), job);
    now += 1;
    assert.equal(await one.findAccessJob(account, "j"), undefined);
    assert.equal(await storage.purgeOnce(now + 1, 10), 1, "nothing of it is left behind");
  });
});

describe("a credential report", () => {
  const report = (generated: number) => ({ generated, content: `made at ${generated}` });

  test("is one an account, the newest", async () => {
    const reports = keptReports(storage, () => 0);
    assert.equal(await reports.findCredentialReport(account), undefined);
    for (const generated of [2, 9, 4]) await reports.keepCredentialReport(account, report(generated));
    assert.deepEqual(await reports.findCredentialReport(account), report(9));
    assert.equal(await reports.findCredentialReport(other), undefined);
    assert.equal((await storage.readUsage(`account/${account}`)).length, 1);
  });
});
