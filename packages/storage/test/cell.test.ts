/** A snapshot that is behind is brought up to date by the changes since, where all of them are still there. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createCell } from "../src/cell.ts";
import type { RealmWrite } from "../src/contract.ts";
import { openMemory, type Storage } from "../src/index.ts";
import { commitOf, newRealm, user, write } from "./samples.ts";

const ids = (state: ReadonlySet<string>): string[] => [...state].sort();

/** A cell at the first revision of a realm that three more changes were made to, the second of which deletes a user. */
async function behind(keep: (write: RealmWrite) => boolean) {
  const storage = await openMemory();
  const realm = newRealm();
  await storage.commit(commitOf({ writes: [write(realm, 1, [user("ann"), user("bob")])] }));
  const image = await storage.loadRealm(realm);
  assert.ok(image);
  let loads = 0;
  const purged: Storage = {
    ...storage,
    changesFrom: async (...args) => (await storage.changesFrom(...args)).filter(keep),
    loadRealm(name) {
      loads += 1;
      return storage.loadRealm(name);
    },
  };
  const cell = createCell<ReadonlySet<string>>(
    {
      realm,
      storage: purged,
      load: ({ entities }) => new Set(entities.map(({ id }) => id)),
      apply(state, { puts, deletes }) {
        const next = new Set(state);
        for (const { id } of deletes) next.delete(id);
        for (const { id } of puts) next.add(id);
        return next;
      },
    },
    image,
  );
  for (const more of [
    write(realm, 2, [user("cy")]),
    write(realm, 3, [], [{ kind: "user", id: "bob" }]),
    write(realm, 4, [user("dan")]),
  ]) {
    await storage.commit(commitOf({ writes: [more] }));
  }
  return {
    cell,
    storage: purged,
    seen: (await storage.confirm([realm])).revisions[0]!,
    loads: () => loads,
    [Symbol.asyncDispose]: () => storage.close(),
  };
}

test("a snapshot that is behind a storage which went back since it was seen is told so, and reads no further", async () => {
  for (const gone of [[], [1]]) {
    await using fixture = await behind(({ revision }) => !gone.includes(revision));
    const { cell, storage, seen } = fixture;
    assert.equal(await cell.meet({ ...seen, revision: seen.revision + 1 }, storage), false);
    assert.equal(fixture.loads(), 1);
    assert.equal(await cell.meet(seen, storage), true);
  }
});

const tails: readonly (readonly [name: string, gone: readonly number[], loads: number])[] = [
  ["all of them", [], 0],
  ["none but its own", [2, 3, 4], 1],
  ["not the first of them", [2], 1],
  ["not one between", [3], 1],
  ["not the last of them", [4], 1],
  ["not its own", [1], 1],
];

for (const [name, gone, loads] of tails) {
  describe(`a snapshot that is behind, where the tail has ${name}`, () => {
    const keep = ({ revision }: RealmWrite) => !gone.includes(revision);

    test("meets what was seen with all that was changed", async () => {
      await using fixture = await behind(keep);
      const { cell, seen, storage } = fixture;
      assert.equal(await cell.meet(seen, storage), true);
      assert.equal(cell.head().revision, 4);
      assert.deepEqual(ids(cell.head().state), ["ann", "cy", "dan"]);
      assert.equal(fixture.loads(), loads);
    });

    test("is settled with all that was changed where it was in doubt", async () => {
      await using fixture = await behind(keep);
      const { cell } = fixture;
      cell.doubt();
      await cell.catchUp();
      assert.equal(cell.head().revision, 4);
      assert.deepEqual(ids(cell.head().state), ["ann", "cy", "dan"]);
      assert.equal(fixture.loads(), loads);
    });
  });
}
