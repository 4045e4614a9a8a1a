import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { memoryMasterKey, severalMasterKeys } from "@portcullis/keys";
import { type MemoryStorage, openMemory } from "@portcullis/storage";
import { accountWrite, installationWrite, newRootKey } from "../src/first-start.ts";
import { keepFirstState, makeFirstState } from "../src/open-installation.ts";
import { createMetrics } from "../src/operate/metrics.ts";
import { openRealms } from "../src/realms/realms.ts";
import { keptLog } from "./listen-harness.ts";

const numbers = ["111111111111", "222222222222", "333333333333"];
let storage: MemoryStorage;

before(async () => {
  storage = await openMemory();
  const accounts = numbers.map((number, at) => ({
    number,
    created: Date.now(),
    operator: at === 0,
    root: newRootKey(number),
  }));
  const [first] = accounts;
  assert.ok(first !== undefined);
  const state = await makeFirstState(severalMasterKeys(memoryMasterKey()), "aws", first, first.root);
  const writes = accounts.map((account) => accountWrite(state.ring, account, account.root));
  await keepFirstState(storage, { ...state, writes: [installationWrite(accounts), ...writes] });
});
after(() => storage.close());

/** Nothing here seals. */
const keys = { refresh: async () => undefined };

/** Room for one account. */
const open = () =>
  openRealms({ storage, metrics: createMetrics([], "0"), log: keptLog().log, keys, mostBytes: 1 });

describe("accounts in memory", () => {
  test("make room for one another, and are loaded again", async () => {
    const realms = await open();
    const [one, two] = numbers as [string, string, string];
    await realms.account(one);
    assert.ok(realms.held(one) !== undefined);
    await realms.account(two);
    assert.equal(realms.held(one), undefined);
    assert.equal(realms.size().realms, 1);
  });

  test("are loaded once for all who ask at the same time, and never where there is no such account", async () => {
    const realms = await open();
    const [one] = numbers as [string, string, string];
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => realms.account(one)));
    assert.ok(first !== undefined && others.every((each) => each === first));
    assert.equal(realms.loads(), 1);
    assert.equal(await realms.account("999999999999"), undefined);
    assert.equal(realms.loads(), 1);
  });

  test("attack: an account that is pushed out while a change is under way goes on without the change", async () => {
    const realms = await open();
    const [one, two, three] = numbers as [string, string, string];
    const working = await realms.account(one);
    assert.ok(working !== undefined);
    await realms.account(two);
    await realms.account(three);
    assert.equal(realms.held(one), undefined);
    assert.equal(await realms.account(one), working);
    // So that what the call at work commits is what everybody sees next.
    const [key] = working.current().byId["access-key"].values();
    assert.ok(key !== undefined);
    await realms.account(two);
    const deleted = working.submit(() => ({
      result: undefined,
      changes: { puts: [], deletes: [{ kind: "access-key", id: key.id }] },
      events: [],
    }));
    const again = await realms.account(one);
    await deleted;
    assert.equal(again?.current().byId["access-key"].has(key.id), false);
    assert.equal(realms.size().realms, 1);
  });
});
