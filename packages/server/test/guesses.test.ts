/** Attack: a secret is guessed by many calls, at once and on several nodes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GuessedSecret } from "@portcullis/services";
import { openMemory, StorageError } from "@portcullis/storage";
import { guesses } from "../src/guesses.ts";

const MINUTE = 60_000;
const start = Date.UTC(2026, 0, 15, 12);
const secret: GuessedSecret = { account: "111111111111", kind: "password", id: "AIDAANN" };

/** Guesses that nodes over one database count; each call is one of another node. */
async function nodes(count: number) {
  const storage = await openMemory();
  let asked = 0;
  const counted = {
    claimOnce: (claim: Parameters<typeof storage.claimOnce>[0]) => {
      asked += 1;
      return storage.claimOnce(claim);
    },
  };
  return {
    storage,
    all: Array.from({ length: count }, () => guesses(counted)),
    asked: () => asked,
  };
}

const allowed = (answers: readonly boolean[]) => answers.filter((answer) => answer).length;

test("attack: of many guesses at once on two nodes ten come through, and then one in five minutes", async () => {
  const { storage, all } = await nodes(2);
  const storm = (now: number) =>
    Promise.all(Array.from({ length: 60 }, (_, at) => all[at % 2]!.count(secret, now)));
  assert.equal(allowed(await storm(start)), 10);
  assert.equal(allowed(await storm(start + 4 * MINUTE)), 0);
  assert.equal(allowed(await storm(start + 5 * MINUTE)), 1);
  assert.equal(allowed(await storm(start + 20 * MINUTE)), 3);
  assert.equal(allowed(await storm(start + 24 * 60 * MINUTE)), 10);
  await storage.close();
});

test("nobody is slowed down by guesses at another's secret, in another account or of the same account", async () => {
  const { storage, all } = await nodes(1);
  const [node] = all;
  for (let at = 0; at < 11; at++) await node!.count(secret, start);
  assert.equal(await node!.count(secret, start), false);
  assert.equal(await node!.count({ ...secret, id: "AIDABEN" }, start), true);
  assert.equal(await node!.count({ ...secret, account: "222222222222" }, start), true);
  await storage.close();
});

test("a node that found all used does not ask the database for it again", async () => {
  const { storage, all, asked } = await nodes(2);
  const [first, second] = all;
  for (let at = 0; at < 10; at++) await first!.count(secret, start);
  assert.equal(asked(), 10);
  for (let at = 0; at < 100; at++) assert.equal(await first!.count(secret, start), false);
  assert.equal(asked(), 10);
  for (let at = 0; at < 100; at++) assert.equal(await second!.count(secret, start), false);
  assert.equal(asked(), 20);
  await storage.close();
});

test("what was used is kept as long as it could be used again, and no longer", async () => {
  const { storage, all } = await nodes(2);
  const [first, second] = all;
  for (let at = 0; at < 10; at++) await first!.count(secret, start);
  await storage.purgeOnce(start + 5 * MINUTE, 100);
  assert.equal(allowed([await second!.count(secret, start + 5 * MINUTE - 1)]), 0);
  assert.equal(await storage.purgeOnce(start + 24 * 60 * MINUTE, 100), 10);
  await storage.close();
});

test("a guess that is not known to be counted is none", async () => {
  const failing = guesses({ claimOnce: () => Promise.reject(new StorageError("unknown", "no answer")) });
  await assert.rejects(failing.count(secret, start), { name: "StorageError", kind: "unknown" });
});
