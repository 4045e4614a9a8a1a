import assert from "node:assert/strict";
import { test } from "node:test";
import { type Commit, commitAcross, openMemory, openPostgres, type Storage } from "../src/index.ts";
import { add, type Gated, gated, namesCommitter, remove } from "./names-realm.ts";
import { eventually } from "./postgres/eventually.ts";
import { patient, testDatabase } from "./postgres/test-database.ts";
import { commitOf, entityIds, event, newRealm, user, write } from "./samples.ts";

/** What was held is to be dropped: nothing is attempted on it again. */
const otherHistory = { kind: "away", message: /^the database has another history of the realm / };

/** A database that loses what was committed after the first commit, as a failover to a standby that lags does. */
interface Losing extends AsyncDisposable {
  /** The node's storage; the same before the loss and after it. */
  readonly node: Storage;
  lose(): Promise<void>;
}

const drivers: readonly { readonly name: string; readonly open: (first: Commit) => Promise<Losing> }[] = [
  { name: "PostgreSQL", open: losingPostgres },
  { name: "SQLite", open: losingSqlite },
];

async function losingPostgres(first: Commit): Promise<Losing> {
  const database = await testDatabase();
  const node = await openPostgres({ url: database.url, deadlines: patient });
  await node.commit(first);
  const standby = await database.keep();
  // The copy ended the connections; those that do not know it yet are not to be what the test is about.
  await eventually(() => node.confirm([]));
  return {
    node,
    lose: () => standby.putBack(),
    async [Symbol.asyncDispose]() {
      await node.close();
      await database.drop();
    },
  };
}

async function losingSqlite(first: Commit): Promise<Losing> {
  const node = await openMemory();
  await node.commit(first);
  return {
    node,
    async lose() {
      await node.wipe();
      await node.commit(first);
    },
    [Symbol.asyncDispose]: () => node.close(),
  };
}

for (const { name, open } of drivers) {
  test(`ABA on ${name}: a change computed from a revision that was lost does not go onto what took its place`, async () => {
    const realm = newRealm();
    await using losing = await open(commitOf({ writes: [write(realm, 1, [user("admin")])] }));
    const { node } = losing;
    const gate = gated(node);
    const committer = await eventually(() => namesCommitter(gate, realm));
    await eventually(() => committer.submit(add(realm, "lost")));
    const { pending } = await halfway(gate, () =>
      committer.submit(() => ({
        result: "done",
        changes: { puts: [user("by-admin")], deletes: [] },
        events: [event(realm)],
      })),
    );
    await losing.lose();
    // Another node, on the database that took the place: the same revision, by a change that takes the right away.
    const revocation = write(realm, 2, [], [{ kind: "user", id: "admin" }]);
    await eventually(() => node.commit(commitOf({ writes: [revocation], events: [event(realm)] })));
    gate.open();
    await assert.rejects(pending, otherHistory);
    assert.deepEqual(await entityIds(node, realm), []);
    assert.equal((await node.loadRealm(realm))?.changeId, revocation.changeId);
  });

  test(`ABA on ${name}: a change across realms does not go onto another history of one of them`, async () => {
    const [realm, made] = [newRealm(), newRealm()];
    await using losing = await open(commitOf({ writes: [write(realm, 1, [user("admin")])] }));
    const { node } = losing;
    const gate = gated(node);
    const committer = await eventually(() => namesCommitter(gate, realm));
    await eventually(() => committer.submit(add(realm, "lost")));
    const { pending } = await halfway(gate, () =>
      commitAcross(gate, [committer], () => {
        const allowed = committer.current().has("admin");
        const changes = [
          { realm, puts: [user("by-admin")], deletes: [] },
          { realm: made, puts: [], deletes: [] },
        ];
        return { result: allowed, changes: allowed ? changes : [], events: [] };
      }),
    );
    await losing.lose();
    const revocation = write(realm, 2, [], [{ kind: "user", id: "admin" }]);
    await eventually(() => node.commit(commitOf({ writes: [revocation] })));
    gate.open();
    await assert.rejects(pending, otherHistory);
    assert.equal(await node.realmExists(made), false);
    assert.deepEqual(await entityIds(node, realm), []);
  });

  test(`ABA on ${name}: a change that relied on a lost revision of another realm loses its race`, async () => {
    const [realm, other] = [newRealm(), newRealm()];
    await using losing = await open(
      commitOf({ writes: [write(realm, 1), write(other, 1, [user("admin")])] }),
    );
    const { node } = losing;
    const gate = gated(node);
    const relied = await eventually(() => namesCommitter(gate, other));
    await eventually(() => relied.submit(add(other, "lost")));
    const committer = await eventually(() =>
      namesCommitter(gate, realm, { refreshRelied: () => relied.refresh() }),
    );
    const { pending } = await halfway(gate, () =>
      committer.submit(() => {
        const allowed = relied.current().has("admin");
        return {
          result: allowed,
          changes: allowed ? { puts: [user("by-admin")], deletes: [] } : undefined,
          events: [],
          relied: [relied.standing()],
        };
      }),
    );
    await losing.lose();
    const elsewhere = await eventually(() => namesCommitter(node, other));
    await eventually(() => elsewhere.submit(remove(other, "admin")));
    gate.open();
    await assert.rejects(pending, { kind: "lost-race" });
    assert.deepEqual(await entityIds(node, realm), []);
  });
}

/** What `change` gives once its commit waits at the gate. */
async function halfway<T>(gate: Gated, change: () => Promise<T>): Promise<{ readonly pending: Promise<T> }> {
  gate.shut();
  const before = gate.commits.length;
  const pending = change();
  pending.catch(() => undefined);
  await eventually(async () => assert.equal(gate.commits.length, before + 1));
  return { pending };
}
