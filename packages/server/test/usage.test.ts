/** Who used what last: noted by each node, written behind, merged by the newest, and gone with its owner. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Operation, services } from "@portcullis/aws-model";
import { applyChanges, type Caller, emptyState } from "@portcullis/directory";
import { openMemory, type Storage, StorageError } from "@portcullis/storage";
import { aloneFollower } from "../src/freshness/follower.ts";
import { createLog } from "../src/operate/log.ts";
import type { HeldRealm } from "../src/realms/realms.ts";
import { keepUsage } from "../src/usage/keep-usage.ts";
import { sweepAccount, sweeper } from "../src/usage/sweep-usage.ts";
import { type Usage, usageOf } from "../src/usage/usage.ts";

let storage: Storage;
before(async () => {
  storage = await openMemory();
});
after(() => storage.close());

let accounts = 100_000_000_000;
const newAccount = () => String(++accounts);
const getUser = services.iam.operations.GetUser as Operation;
const listUsers = services.iam.operations.ListUsers as Operation;

function caller(account: string, id: string, more: object = {}): Caller {
  return { account, accessKeyId: `AKIA${id}`, user: { id: `AIDA${id}` }, ...more } as unknown as Caller;
}
const unexpected = (error: unknown) => assert.fail(String(error));
const usage = (over: Pick<Storage, "mergeUsage" | "readUsage"> = storage, most?: number): Usage =>
  usageOf(over, unexpected, most);

describe("the last uses", () => {
  test("are known at once where they happened: of a key, of a service, of an action", async () => {
    const account = newAccount();
    const node = usage();
    node.note(caller(account, "A"), "iam", getUser, 5, "us-east-1");
    node.note(caller(account, "A"), "iam", listUsers, 6, "us-east-1");
    node.note(caller(account, "A"), "sts", undefined, 7, "eu-west-1");
    const last = { service: "sts", action: "", time: 7, region: "eu-west-1" };
    assert.deepEqual(await node.find(account, "access-key"), [{ who: "AKIAA", ...last }]);
    const who = "AIDAA";
    const region = "us-east-1";
    assert.deepEqual(await node.find(account, "service", who), [
      { who, service: "iam", action: "", time: 6, region },
      { who, ...last },
    ]);
    assert.deepEqual(await node.find(account, "action", who), [
      { who, service: "iam", action: "GetUser", time: 5, region },
      { who, service: "iam", action: "ListUsers", time: 6, region },
    ]);
  });

  test("of sessions are the principal's, and no key's; root's own are its key's alone", async () => {
    const account = newAccount();
    const node = usage();
    const session = { accessKeyId: "ASIAX", session: {}, user: undefined, role: { id: "AROAX" } };
    node.note(caller(account, "X", session), "iam", getUser, 1, "us-east-1");
    node.note(caller(account, "R", { user: undefined }), "iam", getUser, 1, "us-east-1");
    assert.deepEqual(
      (await node.find(account, "access-key")).map(({ who }) => who),
      ["AKIAR"],
    );
    assert.deepEqual(
      (await node.find(account, "service")).map(({ who }) => who),
      ["AROAX"],
    );
  });

  test("are known to others once they are written, and the newest counts whoever wrote it", async () => {
    const account = newAccount();
    const [one, two] = [usage(), usage()];
    one.note(caller(account, "A"), "iam", getUser, 5, "us-east-1");
    two.note(caller(account, "A"), "sts", undefined, 9, "eu-west-1");
    const time = async (node: Usage) => (await node.find(account, "access-key"))[0]?.time;
    assert.deepEqual([await time(one), await time(two)], [5, 9]);
    await two.write();
    assert.equal(await time(one), 9);
    await one.write();
    assert.deepEqual([await time(one), await time(two), await time(usage())], [9, 9, 9]);
    one.note(caller(account, "A"), "iam", getUser, 12, "us-east-1");
    assert.equal(await time(one), 12);
  });

  test("are one account's, and nobody's whose id begins alike", async () => {
    const [account, other] = [newAccount(), newAccount()];
    const node = usage();
    node.note(caller(account, "A"), "iam", getUser, 1, "r");
    node.note(caller(account, "AB"), "iam", getUser, 2, "r");
    const times = async () => [
      (await node.find(account, "action", "AIDAA")).map(({ time }) => time),
      (await node.find(other, "action", "AIDAA")).map(({ time }) => time),
    ];
    assert.deepEqual(await times(), [[1], []]);
    await node.write();
    assert.deepEqual(await times(), [[1], []]);
  });

  test("stay noted while the storage does not take them, and what comes meanwhile too", async () => {
    const account = newAccount();
    let open = false;
    const node = usage({
      ...storage,
      mergeUsage: (rows) =>
        open ? storage.mergeUsage(rows) : Promise.reject(new StorageError("away", "gone")),
    });
    node.note(caller(account, "A"), "iam", getUser, 1, "r");
    await assert.rejects(node.write(), { kind: "away" });
    node.note(caller(account, "B"), "iam", getUser, 2, "r");
    await assert.rejects(node.write(), { kind: "away" });
    const found = async (by: Usage) => (await by.find(account, "service")).map(({ who }) => who).sort();
    assert.deepEqual(await found(node), ["AIDAA", "AIDAB"]);
    open = true;
    await node.write();
    assert.deepEqual(await found(usage()), ["AIDAA", "AIDAB"]);
  });

  test("attack: more callers than there is room for take no more of it, and are written once they are many", async () => {
    const account = newAccount();
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let rows = 0;
    const node = usage(
      {
        ...storage,
        async mergeUsage(these) {
          await opened;
          rows += these.length;
        },
      },
      10,
    );
    for (let at = 0; at < 1000; at++) node.note(caller(account, `${at}`), "iam", getUser, at, "r");
    await new Promise((resolve) => setImmediate(resolve));
    for (let at = 0; at < 1000; at++) node.note(caller(account, `${at}`), "iam", getUser, at, "r");
    open();
    await node.write();
    // Two batches of ten, each with a row for the service beside those for the action and the key.
    assert.ok(rows > 10 && rows <= 40, `${rows} rows`);
  });
});

test("what was noted is written when a node stops", async () => {
  const account = newAccount();
  const node = usage();
  const log = createLog("info", { write: (line) => assert.fail(line) });
  const keeping = keepUsage({ usage: node, log });
  node.note(caller(account, "A"), "iam", getUser, 1, "r");
  await keeping.stop();
  assert.equal((await storage.readUsage(`account/${account}`)).length, 3);
});

test("what cannot be written when the server stops is said to be lost, and not to be tried again", async () => {
  const away = { ...storage, mergeUsage: () => Promise.reject(new StorageError("away", "nobody answers")) };
  const node = usage(away);
  const said: string[] = [];
  const log = createLog("info", { write: (line) => void said.push(JSON.parse(line).msg) });
  const keeping = keepUsage({ usage: node, log });
  node.note(caller(newAccount(), "A"), "iam", getUser, 1, "r");
  await keeping.stop();
  assert.deepEqual(said, ["Last uses that were not written yet cannot be, and are lost (nobody answers)."]);
});

describe("what is known of somebody who is gone", () => {
  const realmOf = (account: string) => `account/${account}`;
  /** An account that holds the user A and its key. */
  function holding(account: string): HeldRealm {
    const user = {
      kind: "user",
      id: "AIDAA",
      name: "Ann",
      path: "/",
      created: 0,
      tags: [],
      groups: [],
    } as const;
    const key = { kind: "access-key", id: "AKIAA", owner: "AIDAA", status: "Active", created: 0 } as const;
    const put = [
      { ...user, attached: [], inline: [] },
      { ...key, secret: "" },
    ];
    const state = applyChanges(emptyState(realmOf(account)), { put, remove: [] }, 1, "first");
    return { current: () => state } as unknown as HeldRealm;
  }
  async function used(): Promise<string> {
    const account = newAccount();
    const node = usage();
    for (const id of ["A", "B"]) node.note(caller(account, id), "iam", getUser, 1, "r");
    await node.write();
    return account;
  }

  test("is deleted, and nothing else", async () => {
    const account = await used();
    assert.equal(await sweepAccount({ storage, follower: aloneFollower }, holding(account)), true);
    assert.deepEqual(
      (await storage.readUsage(realmOf(account))).map(({ kind, id }) => `${kind} ${id}`),
      ["access-key AKIAA", "action AIDAA iam:GetUser", "service AIDAA iam"],
    );
  });

  test("stays while nobody can say whether it is gone", async () => {
    const account = await used();
    const follower = { ...aloneFollower, confirm: () => false };
    assert.equal(await sweepAccount({ storage, follower }, holding(account)), false);
    assert.equal((await storage.readUsage(realmOf(account))).length, 6);
  });

  test("is deleted too where it is written after the first sweep, and then the account rests", async () => {
    const account = newAccount();
    const node = usage();
    let reads = 0;
    const counted: Storage = {
      ...storage,
      readUsage(...of) {
        reads++;
        return storage.readUsage(...of);
      },
    };
    const held = holding(account);
    const log = createLog("info", { write: (line) => assert.fail(line) });
    const sweep = sweeper({
      storage: counted,
      follower: aloneFollower,
      realms: { all: () => [held] } as unknown as Parameters<typeof sweeper>[0]["realms"],
      log,
    });
    const walk = () => sweep(new AbortController().signal);
    node.note(caller(account, "B"), "iam", getUser, 1, "r");
    await walk();
    await node.write();
    assert.equal((await storage.readUsage(realmOf(account))).length, 3);
    await walk();
    assert.deepEqual(await storage.readUsage(realmOf(account)), []);
    const before = reads;
    assert.ok(before > 0);
    await walk();
    assert.equal(reads, before);
  });
});
