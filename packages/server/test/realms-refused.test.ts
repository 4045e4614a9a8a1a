import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { memoryMasterKey, severalMasterKeys } from "@portcullis/keys";
import { type EntityRow, type MemoryStorage, openMemory } from "@portcullis/storage";
import { accountWrite, installationWrite, newRootKey } from "../src/first-start.ts";
import { keepFirstState, makeFirstState } from "../src/open-installation.ts";
import { createMetrics } from "../src/operate/metrics.ts";
import { accountRealm } from "../src/realms/realm-names.ts";
import { openRealms } from "../src/realms/realms.ts";
import { refusedRealms } from "../src/realms/refused-realms.ts";
import { keptLog } from "./listen-harness.ts";

const numbers = ["111111111111", "222222222222", "333333333333", "444444444444", "555555555555"] as const;
/** Nothing here seals. */
const keys = { refresh: async () => undefined };
let storage: MemoryStorage;

before(async () => {
  storage = await openMemory();
  const accounts = numbers.map((number, at) => ({ number, created: 1, operator: at === 0 }));
  const [first] = accounts;
  assert.ok(first !== undefined);
  const state = await makeFirstState(
    severalMasterKeys(memoryMasterKey()),
    "aws",
    first,
    newRootKey(first.number),
  );
  const writes = accounts.map((account) => accountWrite(state.ring, account, newRootKey(account.number)));
  await keepFirstState(storage, { ...state, writes: [installationWrite(accounts), ...writes] });
});
after(() => storage.close());

/** @param pause milliseconds before a refused account is tried again */
async function opened(pause = 0) {
  const { log, lines } = keptLog();
  const options = { storage, keys, metrics: createMetrics([], "0"), log, refused: refusedRealms(log, pause) };
  return { realms: await openRealms(options), lines };
}

/** Puts a body in place, as another node does. */
async function put(account: string, row: EntityRow): Promise<void> {
  const realm = accountRealm(account);
  const [at] = (await storage.confirm([realm])).revisions;
  assert.ok(at !== undefined);
  const write = { realm, expected: at.revision, revision: at.revision + 1, changeId: randomUUID() };
  await storage.commit({
    writes: [{ ...write, puts: [row], deletes: [] }],
    relied: [],
    events: [],
    once: [],
  });
}

const group = (v: number): EntityRow => ({
  kind: "group",
  id: "AGPAAAAAAAAAAAAAAAAAA",
  v,
  body: '{"name":"Readers","path":"/","created":1,"attached":[],"inline":[]}',
});
const holds = (account: string) =>
  `The realm account/${account} holds groups of format 2 and this version reads up to 1`;
const said = (account: string) =>
  `${holds(account)}: its calls are refused; start the version that wrote it, or a newer one.`;
const away = (account: string) => ({ name: "StorageError", kind: "away", message: holds(account) });

describe("an account that holds what this version cannot read", () => {
  test("is refused as if the storage were away, said once, and no other is", async () => {
    const [one, two] = numbers;
    const { realms, lines } = await opened();
    await put(two, group(2));
    for (let call = 0; call < 3; call += 1) {
      await assert.rejects(Promise.resolve(realms.account(two)), away(two));
    }
    assert.deepEqual(
      lines().map(({ msg }) => msg),
      [said(two)],
    );
    assert.ok((await realms.account(one)) !== undefined);
    assert.equal(realms.held(two), undefined);
  });

  test("is served again when all of it can be read, and a second refusal is said like the first", async () => {
    const account = numbers[2];
    const { realms, lines } = await opened();
    await put(account, group(2));
    await assert.rejects(Promise.resolve(realms.account(account)), away(account));
    await put(account, group(1));
    const committer = await realms.account(account);
    assert.equal(committer?.current().byId.group.size, 1);
    await put(account, group(2));
    await assert.rejects(committer.refresh(), away(account));
    await assert.rejects(Promise.resolve(realms.account(account)), away(account));
    assert.deepEqual(
      lines().map(({ msg }) => msg),
      [said(account), said(account)],
    );
  });

  test("is not read at every call", async () => {
    const account = numbers[1];
    const { realms } = await opened(60_000);
    await put(account, group(2));
    await assert.rejects(Promise.resolve(realms.account(account)), away(account));
    await put(account, group(1));
    await assert.rejects(Promise.resolve(realms.account(account)), away(account));
  });

  test("is refused although it is in memory, once this node met it", async () => {
    const account = numbers[3];
    const { realms, lines } = await opened();
    const committer = await realms.account(account);
    assert.ok(committer !== undefined);
    await put(account, group(2));
    const change = committer.submit(() => ({
      result: undefined,
      changes: { puts: [{ ...group(1), id: "AGPABBBBBBBBBBBBBBBBB" }], deletes: [] },
      events: [],
    }));
    await assert.rejects(change, away(account));
    await assert.rejects(Promise.resolve(realms.account(account)), away(account));
    assert.deepEqual(
      lines().map(({ msg }) => msg),
      [said(account)],
    );
    const image = await storage.loadRealm(accountRealm(account));
    assert.ok(!image?.entities.some(({ id }) => id === "AGPABBBBBBBBBBBBBBBBB"));
  });

  test("is refused by its key alone, before it is loaded", async () => {
    const account = numbers[4];
    const { realms, lines } = await opened();
    const image = await storage.loadRealm(accountRealm(account));
    const key = image?.entities.find(({ kind }) => kind === "access-key");
    assert.ok(key !== undefined);
    assert.equal((await realms.readKey(account, key.id))?.id, key.id);
    assert.equal(await realms.readKey(account, "AKIAAAAAAAAAAAAAAAAA"), undefined);
    await put(account, { ...key, body: "{" });
    const damaged = {
      kind: "away",
      message: `The realm account/${account} holds a damaged access-key, ${key.id}`,
    };
    await assert.rejects(realms.readKey(account, key.id), damaged);
    await assert.rejects(Promise.resolve(realms.account(account)), damaged);
    assert.equal(lines().length, 1);
  });
});
