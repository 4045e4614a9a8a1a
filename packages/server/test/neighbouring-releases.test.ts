import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type Bodies,
  type BodyStep,
  bodiesBy,
  bodyFormats,
  type Entity,
  type RealmState,
  type User,
} from "@portcullis/directory";
import { type Committer, type MemoryStorage, openCommitter, openMemory } from "@portcullis/storage";
import fc from "fast-check";
import { stateAfter, stateOf } from "../src/realms/kept-state.ts";
import { accountRealm } from "../src/realms/realm-names.ts";

/**
 * Three releases after one another, in which tags become lists of values: N knows texts alone, N+1 reads both and
 * writes texts, N+2 writes lists. The shape of N is the one that this release has.
 */
const step: BodyStep = {
  forth: ({ tags, ...body }) => ({ ...body, tags: listsOf(tags as Texts) }),
  back({ tags, ...body }) {
    const texts = (tags as Lists).flatMap(({ key, values }) => values.map((value) => ({ key, value })));
    return texts.length === (tags as Lists).length ? { ...body, tags: texts } : undefined;
  },
};
const n = bodiesBy(bodyFormats);
const n1 = bodiesBy({ ...bodyFormats, user: { many: "users", written: 1, steps: [step] } });
const n2 = bodiesBy({ ...bodyFormats, user: { many: "users", written: 2, steps: [{ forth: step.forth }] } });

type Texts = readonly { readonly key: string; readonly value: string }[];
type Lists = readonly { readonly key: string; readonly values: readonly string[] }[];

function listsOf(texts: Texts): Lists {
  return texts.map(({ key, value }) => ({ key, values: [value] }));
}

/** Tags as a node of a release has them, as texts or as lists, in one form. */
function tagsOf(state: RealmState): readonly (readonly string[])[] {
  const tags: readonly (Texts | Lists)[number][] = state.byId.user.get(ann.id)?.tags ?? [];
  return tags.map((tag) => ("values" in tag ? [tag.key, ...tag.values] : [tag.key, tag.value]));
}

const ann: User = {
  kind: "user",
  id: "AIDAAAAAAAAAAAAAAAAAA",
  name: "Ann",
  path: "/",
  created: 1,
  attached: [],
  inline: [],
  tags: [],
  groups: [],
};

let storage: MemoryStorage;
let realms = 0;
before(async () => {
  storage = await openMemory();
});
after(() => storage.close());

/** A realm that holds Ann, as a node of the first release made it. */
async function newRealm(): Promise<string> {
  realms += 1;
  const realm = accountRealm(String(100_000_000_000 + realms));
  const made = { realm, expected: 0, revision: 1, changeId: "made", puts: [n.writeBody(ann)], deletes: [] };
  await storage.commit({ writes: [made], relied: [], events: [], once: [] });
  return realm;
}

/** The committer of a node that reads and writes by a release's table. */
async function node(realm: string, { readBody }: Bodies): Promise<Committer<RealmState>> {
  const opened = await openCommitter<RealmState>({
    realm,
    storage,
    load: (image) => stateOf(image, readBody),
    apply: (state, write) => stateAfter(state, write, readBody),
  });
  assert.ok(opened !== undefined);
  return opened;
}

/** Changes Ann as an operation of that release does: from what the node has in memory. */
function change(
  committer: Committer<RealmState>,
  { writeBody }: Bodies,
  by: (user: User) => Entity,
): Promise<void> {
  return committer.submit((state) => {
    const user = state.byId.user.get(ann.id);
    assert.ok(user !== undefined);
    return { result: undefined, changes: { puts: [writeBody(by(user))], deletes: [] }, events: [] };
  });
}

const addText = (key: string, value: string) => (user: User) => ({
  ...user,
  tags: [...user.tags, { key, value }],
});
const addList =
  (key: string, ...values: string[]) =>
  (user: User): Entity =>
    ({ ...user, tags: [...user.tags, { key, values }] }) as never;

test("two neighbouring releases write alternately to one realm, and each reads the other's bodies", async () => {
  const turns = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(turns, async (older) => {
      const realm = await newRealm();
      const [first, second] = [await node(realm, n), await node(realm, n1)];
      for (const [turn, isOlder] of older.entries()) {
        // Each change loses its first race where the other node wrote last, and is attempted again on what that left.
        if (isOlder) await change(first, n, addText(`k${turn}`, "blue"));
        else await change(second, n1, addList(`k${turn}`, "blue"));
      }
      const written = older.map((_, turn) => [`k${turn}`, "blue"]);
      for (const committer of [first, second, await node(realm, n), await node(realm, n1)]) {
        await committer.refresh();
        assert.deepEqual(tagsOf(committer.current()), written);
      }
      assert.deepEqual(
        (await storage.loadRealm(realm))?.entities.map(({ v }) => v),
        [1],
      );
    }),
    { numRuns: 30 },
  );
});

test("so do the next two, and what only the newer one can say outlives the older one's changes", async () => {
  const realm = await newRealm();
  const [second, third] = [await node(realm, n1), await node(realm, n2)];
  await change(second, n1, addList("team", "blue"));
  await change(third, n2, addList("both", "a", "b"));
  await change(second, n1, addList("later", "c"));
  await change(third, n2, addList("last", "d"));
  for (const committer of [second, third]) {
    await committer.refresh();
    assert.deepEqual(tagsOf(committer.current()), [
      ["team", "blue"],
      ["both", "a", "b"],
      ["later", "c"],
      ["last", "d"],
    ]);
  }
});

test("a release refuses what the second one after it wrote, as a whole and in every realm that it holds", async () => {
  const realm = await newRealm();
  const running = await node(realm, n);
  await change(await node(realm, n2), n2, addList("team", "blue"));
  assert.equal(n.unreadable(await storage.formats()), "users of format 2 and this version reads up to 1");
  assert.equal(n1.unreadable(await storage.formats()), undefined);
  const unreadable = { name: "UnreadableBody", message: "users of format 2 and this version reads up to 1" };
  await assert.rejects(node(realm, n), unreadable);
  await assert.rejects(change(running, n, addText("team", "red")), unreadable);
  assert.deepEqual(tagsOf(running.current()), []);
  assert.deepEqual(tagsOf((await node(realm, n1)).current()), [["team", "blue"]]);
});
