/** Reads of all that an account used, which may be much, however many ask for them at once. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { type Operation, services } from "@portcullis/aws-model";
import type { Caller } from "@portcullis/directory";
import { openMemory, StorageError, type UsageRow } from "@portcullis/storage";
import { sharedReads } from "../src/usage/shared-reads.ts";
import { usageOf } from "../src/usage/usage.ts";

const getUser = services.iam.operations.GetUser as Operation;
const account = "123456789012";
const caller = (id: string) =>
  ({ account, accessKeyId: `AKIA${id}`, user: { id: `AIDA${id}` } }) as unknown as Caller;

describe("reads of one thing", () => {
  test("attack: hundreds ask for all that an account used, and the storage is asked twice", async () => {
    const storage = await openMemory();
    let asked = 0;
    const usage = usageOf(
      {
        mergeUsage: (rows: readonly UsageRow[]) => storage.mergeUsage(rows),
        readUsage: (realm, which) => {
          asked++;
          return storage.readUsage(realm, which);
        },
      },
      (error) => assert.fail(String(error)),
    );
    const first = usage.find(account, "service");
    usage.note(caller("A"), "iam", getUser, 5, "us-east-1");
    const others = Array.from({ length: 300 }, () => usage.find(account, "service"));
    await first;
    for (const found of await Promise.all(others)) assert.equal(found.length, 1, "noted before it was asked");
    assert.equal(asked, 2);
    await usage.find(account, "service");
    assert.equal(asked, 3, "and nothing is kept");
    await storage.close();
  });

  test("attack: tens of thousands of uses that an account reads hold no turn of the event loop", async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => ({
      realm: `account/${account}`,
      kind: "service",
      id: `AIDA${at} iam`,
      time: at,
      body: '{"region":"us-east-1"}',
    }));
    const usage = usageOf({ mergeUsage: async () => undefined, readUsage: async () => rows }, (error) =>
      assert.fail(String(error)),
    );
    let turns = 0;
    let over = false;
    const others = (async () => {
      for (; !over; turns++) await setImmediate();
    })();
    assert.equal((await usage.find(account, "service")).length, 5000);
    over = true;
    await others;
    assert.ok(turns >= 10, `${turns}`);
  });

  test("that fail are told to who asked for them, and what comes after them is read", async () => {
    const shared = sharedReads<string>();
    const failed = shared("a", () => Promise.reject(new StorageError("away", "broken")));
    const next = shared("a", async () => "read");
    await assert.rejects(failed, /broken/);
    assert.equal(await next, "read");
    assert.equal(await shared("a", async () => "again"), "again");
  });
});
