/** Who makes a deployment in a database, where somebody else makes one too. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Commit, KeyRow, Storage } from "../src/contract.ts";
import type { DumpPart } from "../src/dump.ts";
import { openPostgres } from "../src/index.ts";
import { lockTable, waitingForLocks } from "./postgres/locks.ts";
import { patient, roles, testDatabase } from "./postgres/test-database.ts";
import { commitOf, entityIds, user, write } from "./samples.ts";

const first: Commit = commitOf({ writes: [write("installation", 1)] });
const key: KeyRow = {
  ...{ number: 1, purpose: "at-rest", wrapped: new Uint8Array([1]) },
  ...{ created: 1, active: true, retired: undefined },
};
const other = { id: "other", incarnation: "j", partition: "aws", keyCheck: new Uint8Array([2]) };

/** The dump of a deployment that has nothing. */
const dumped: readonly DumpPart[] = [
  {
    table: "deployment",
    rows: [{ id: "d", incarnation: "i", partition: "aws", format: 0, keyCheck: new Uint8Array([1]) }],
  },
];

async function* given(parts: readonly DumpPart[]): AsyncGenerator<DumpPart> {
  yield* parts;
}

/** Gives what a dump gives, and waits before its last part until it may go on. */
function halting(parts: readonly DumpPart[]) {
  const halted = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  async function* all(): AsyncGenerator<DumpPart> {
    yield* parts.slice(0, -1);
    halted.resolve();
    await goOn.promise;
    yield* parts.slice(-1);
  }
  return { parts: all(), halted: halted.promise, goOn: goOn.resolve };
}

async function partsOf(storage: Storage): Promise<readonly DumpPart[]> {
  const parts: DumpPart[] = [];
  for await (const part of storage.dump()) parts.push(part);
  return parts;
}

test("a fill that another one overtook adds nothing to what that made", async (t) => {
  const database = await testDatabase();
  const storages = [await openPostgres({ url: database.url, deadlines: patient })];
  storages.push(await openPostgres({ url: database.url, deadlines: patient }));
  const [one, two] = storages as [Storage, Storage];
  t.after(async () => {
    await Promise.all(storages.map((storage) => storage.close()));
    await database.drop();
  });
  const slow = halting([
    ...dumped,
    { table: "entity", rows: [{ realm: "r", ...user("kept") }] },
    { table: "entity", rows: [{ realm: "r", ...user("deleted since") }] },
  ]);
  const overtaken = one.fill(slow.parts);
  await slow.halted;
  await two.fill(given([...dumped, { table: "realm", rows: [{ realm: "r", revision: 7, changeId: "c" }] }]));
  const made = await partsOf(two);
  slow.goOn();
  await assert.rejects(overtaken, { kind: "lost-race" });
  assert.deepEqual(await partsOf(two), made);
  assert.deepEqual(await entityIds(two, "r"), []);
});

test("no deployment is made while a fill takes away what another one left, whichever role deletes events", async (t) => {
  const database = await testDatabase();
  for (const retention of [undefined, { url: database.at({ role: roles.retention }) }]) {
    const url = database.at({ role: retention === undefined ? "owner" : roles.running });
    const open = () => openPostgres({ url, deadlines: patient, ...(retention && { retention }) });
    const [storage, node] = [await open(), await open()];
    const unlock = await lockTable(database, "event_value");
    const filling = storage.fill(given(dumped));
    await waitingForLocks(database, 1);
    const making = assert.rejects(node.initialize(other, [key], first), { kind: "lost-race" });
    await waitingForLocks(database, 2);
    await unlock();
    await Promise.all([filling, making]);
    assert.equal((await node.deployment())?.id, "d");
    assert.deepEqual(await node.keys(), []);
    await Promise.all([storage.close(), node.close()]);
    await database.asSuperuser((client) => client.query("DELETE FROM portcullis.deployment"));
  }
  t.after(() => database.drop());
});

test("a deployment that is made while a fill begins stays as it is", async (t) => {
  const database = await testDatabase();
  const [storage, node] = [
    await openPostgres({ url: database.url, deadlines: patient }),
    await openPostgres({ url: database.url, deadlines: patient }),
  ];
  t.after(async () => {
    await Promise.all([storage.close(), node.close()]);
    await database.drop();
  });
  const unlock = await lockTable(database, "key");
  const making = node.initialize(other, [key], first);
  await waitingForLocks(database, 1);
  const filling = assert.rejects(storage.fill(given(dumped)), { kind: "lost-race" });
  await waitingForLocks(database, 2);
  await unlock();
  await Promise.all([making, filling]);
  assert.equal((await node.deployment())?.id, "other");
  assert.equal((await node.keys()).length, 1);
  const realms = (await partsOf(node)).flatMap((part) => (part.table === "realm" ? part.rows : []));
  assert.deepEqual(
    realms.map(({ realm }) => realm),
    ["installation"],
  );
});
