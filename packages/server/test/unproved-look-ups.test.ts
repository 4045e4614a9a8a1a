/** What strangers may have the database asked, and what they may not keep others from. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccessKey } from "@portcullis/directory";
import { unprovedLookUps } from "../src/unproved-look-ups.ts";

const account = "111111111111";
const tryAgain = { name: "StorageError", kind: "try-again" };

const keyOf = (id: string, status: AccessKey["status"] = "Active"): AccessKey => ({
  kind: "access-key",
  id,
  owner: account,
  status,
  created: 1,
  secret: "",
});

/** A database that answers when it is told to. */
function slowDatabase() {
  const asked: { readonly id: string; answer(key?: AccessKey): void; fail(error: Error): void }[] = [];
  const ask = (id: string): Promise<AccessKey | undefined> => {
    const { promise, resolve, reject } = Promise.withResolvers<AccessKey | undefined>();
    asked.push({ id, answer: resolve, fail: reject });
    return promise;
  };
  const lookUps = unprovedLookUps(
    { locate: async (_kind, id) => (await ask(id)) && `account/${account}` },
    { readKey: (_account, id) => ask(id) },
  );
  return { lookUps, asked };
}

test("one network has two look-ups under way, whichever of its addresses asks for what", async () => {
  const { lookUps, asked } = slowDatabase();
  const first = [lookUps.readKey(account, "K1", "192.0.2.1"), lookUps.locate("K2", "192.0.2.2")];
  await assert.rejects(lookUps.readKey(account, "K3", "192.0.2.3"), tryAgain);
  await assert.rejects(lookUps.locate("K4", "192.0.2.1"), tryAgain);
  assert.deepEqual(
    asked.map(({ id }) => id),
    ["K1", "K2"],
    "the database hears of no other",
  );
  const other = lookUps.readKey(account, "K5", "198.51.100.1");
  for (const { id, answer } of asked) answer(keyOf(id));
  assert.equal((await other)?.id, "K5");
  await Promise.all(first);
});

test("a look-up that ended gives its place back, also where it failed", async () => {
  const { lookUps, asked } = slowDatabase();
  for (let round = 0; round < 3; round++) {
    const both = [lookUps.readKey(account, "K1", "192.0.2.1"), lookUps.readKey(account, "K2", "192.0.2.1")];
    await assert.rejects(lookUps.readKey(account, "K3", "192.0.2.1"), tryAgain);
    const [one, two] = asked.splice(0);
    one?.answer();
    two?.fail(new Error("the database failed"));
    const ends = await Promise.allSettled(both);
    assert.deepEqual(
      ends.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
  }
});

test("all networks together have thirty-two under way", async () => {
  const { lookUps, asked } = slowDatabase();
  const under = Array.from({ length: 32 }, (_, at) => lookUps.readKey(account, `K${at}`, `10.0.${at}.1`));
  await assert.rejects(lookUps.readKey(account, "K", "192.0.2.1"), tryAgain);
  for (const { answer } of asked) answer();
  await Promise.all(under);
  assert.equal(asked.length, 32);
});

test("a client that begins with a hundred requests at once needs one look-up", async () => {
  const { lookUps, asked } = slowDatabase();
  const all = Array.from({ length: 100 }, () => lookUps.readKey(account, "K1", "192.0.2.1"));
  asked[0]?.answer(keyOf("K1"));
  assert.ok((await Promise.all(all)).every((key) => key?.id === "K1"));
  assert.equal(asked.length, 1);
});

test("a key that was made, or activated, while another request asked for it is asked for again", async () => {
  for (const before of [undefined, keyOf("K1", "Inactive")]) {
    const { lookUps, asked } = slowDatabase();
    const first = lookUps.readKey(account, "K1", "192.0.2.1");
    const second = lookUps.readKey(account, "K1", "192.0.2.1");
    asked[0]?.answer(before);
    assert.equal(await first, before);
    assert.equal(asked.length, 2);
    asked[1]?.answer(keyOf("K1"));
    assert.equal((await second)?.status, "Active");
  }
});

test("a refusal is nobody else's: the same key is looked up for another network", async () => {
  const { lookUps, asked } = slowDatabase();
  const under = [lookUps.readKey(account, "K1", "192.0.2.1"), lookUps.readKey(account, "K2", "192.0.2.1")];
  const refused = lookUps.readKey(account, "K3", "192.0.2.1");
  const served = lookUps.readKey(account, "K3", "198.51.100.1");
  await assert.rejects(refused, tryAgain);
  for (const { id, answer } of asked) answer(keyOf(id));
  assert.equal((await served)?.id, "K3");
  await Promise.all(under);
});
