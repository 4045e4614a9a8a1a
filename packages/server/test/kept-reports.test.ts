/** Reports that are kept beside the state of an account. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
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
  const job = {
    id: "00000000-0000-4000-8000-000000000001",
    owner: "AIDAEXAMPLE",
    arn: "arn",
    granularity: "ACTION_LEVEL",
    created: 5000,
  } as const;

  test("is known to every node, in its account, for a day", async () => {
    let now = 5000;
    const [one, two] = [keptReports(storage, () => now), keptReports(storage, () => now)];
    await one.keepAccessJob(account, job);
    assert.deepEqual(await two.findAccessJob(account, job.id), job);
    assert.equal(await two.findAccessJob(other, job.id), undefined);
    assert.equal(await two.findAccessJob(account, "k"), undefined);
    now += 24 * HOUR - 1;
    assert.deepEqual(await one.findAccessJob(account, job.id), job);
    now += 1;
    assert.equal(await one.findAccessJob(account, job.id), undefined);
    assert.equal(await storage.purgeOnce(now + 1, 10), 2, "nothing of it is left behind");
  });

  test("attack: jobs without end fill the places that an account has, and no more", async () => {
    const places = new Set<string>();
    let jobs = 0;
    const counting = {
      ...storage,
      async claimOnce({ kind, id }: Parameters<typeof storage.claimOnce>[0]) {
        if (kind === "access-job") return ++jobs > 0;
        return !places.has(id) && places.add(id).has(id);
      },
    };
    const reports = keptReports(counting, () => 0);
    let refused = 0;
    for (let n = 0; n < 40_000; n++)
      if (!(await reports.keepAccessJob(account, { ...job, id: randomUUID() }))) refused++;
    assert.equal(jobs, places.size);
    assert.ok(jobs > 12_000 && jobs <= 16_384, `${jobs}`);
    assert.equal(jobs + refused, 40_000);
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
