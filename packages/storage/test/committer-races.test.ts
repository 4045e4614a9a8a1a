import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { type Attempted, type Committer, createFaults, openMemory, type Storage } from "../src/index.ts";
import { type Answer, add, type Names, namesCommitter, remove } from "./names-realm.ts";
import { allEvents, commitOf, entityIds, event, newRealm, user, write } from "./samples.ts";

const faults = createFaults();
const storage = await openMemory({ faults });
after(() => storage.close());

/** Two nodes that hold the same realm, which a third party may change as well. */
async function twoNodes(): Promise<readonly [Committer<Names>, Committer<Names>]> {
  const here = await namesCommitter(storage);
  return [here, await namesCommitter(storage, here.realm)];
}

test("a lost race repeats the whole attempt, and ids and answers agree with what is stored", async () => {
  const committer = await namesCommitter(storage);
  faults.begin("lose-race");
  const drawn = ["id-1", "id-2", "id-3"];
  const calls = new Map<string, number>();
  const answers = await Promise.all(
    drawn.map((id) =>
      committer.submit((names, revision) => {
        calls.set(id, (calls.get(id) ?? 0) + 1);
        const told = event(committer.realm, { writer: "w", sequence: drawn.indexOf(id), userName: id });
        return {
          result: { id, revision: revision + 1, seen: names.size },
          changes: { puts: [user(id)], deletes: [] },
          events: [told],
        };
      }),
    ),
  );
  faults.end();
  assert.deepEqual([...calls.values()], [2, 2, 2]);
  assert.deepEqual(
    answers,
    drawn.map((id, index) => ({ id, revision: 2 + index, seen: index })),
  );
  const stored = await storage.changesFrom(committer.realm, 2);
  assert.deepEqual(
    stored.map(({ revision, puts }) => ({ revision, id: puts[0]?.id })),
    answers.map(({ revision, id }) => ({ revision, id })),
  );
  assert.equal((await allEvents(storage, committer.realm)).length, 3);
});

test("a right that is taken away between two attempts refuses the second", async () => {
  const [here, there] = await twoNodes();
  await here.submit(add(here.realm, "right"));
  await there.refresh();
  await there.submit(remove(here.realm, "right"));
  const seen: boolean[] = [];
  const answer = await here.submit((names): Attempted<Answer> => {
    seen.push(names.has("right"));
    const events = [event(here.realm, { name: names.has("right") ? "Allowed" : "Denied" })];
    return names.has("right")
      ? { result: "done", changes: { puts: [user("made")], deletes: [] }, events }
      : { result: "not there", changes: undefined, events };
  });
  assert.equal(answer, "not there");
  assert.deepEqual(seen, [true, false]);
  assert.deepEqual(await entityIds(storage, here.realm), []);
  assert.equal((await allEvents(storage, here.realm))[0]?.name, "Denied");
});

test("of two nodes that create the same name one wins", async () => {
  const [here, there] = await twoNodes();
  const answers = await Promise.all([here.submit(add(here.realm, "x")), there.submit(add(here.realm, "x"))]);
  assert.deepEqual(answers.sort(), ["already there", "done"]);
});

test("a node beside a busy one, which wins race after race, comes to its turn", async () => {
  const busy = await namesCommitter(storage);
  let losses = 40;
  const beaten: Storage = {
    ...storage,
    async commit(commit) {
      if (losses-- > 0) assert.equal(await busy.submit(add(busy.realm, `busy-${losses}`)), "done");
      return storage.commit(commit);
    },
  };
  const here = await namesCommitter(beaten, busy.realm);
  assert.equal(await here.submit(add(busy.realm, "mine")), "done");
  assert.equal((await entityIds(storage, busy.realm))?.length, 41);
});

test("a command that loses every race gives up after a bounded number of attempts", async () => {
  const committer = await namesCommitter(storage);
  let attempts = 0;
  await assert.rejects(
    committer.submit(() => {
      attempts += 1;
      const relied = [{ realm: newRealm(), revision: 5 }];
      return { result: 0, changes: { puts: [user("x")], deletes: [] }, events: [], relied };
    }),
    { kind: "lost-race" },
  );
  assert.ok(attempts > 10 && attempts < 10_000, `${attempts} attempts`);
  assert.equal(await committer.submit(add(committer.realm, "x")), "done");
});

test("a realm that was relied on is brought up to date before the next attempt", async () => {
  const other = await namesCommitter(storage);
  await (await namesCommitter(storage, other.realm)).submit(add(other.realm, "moved"));
  const committer = await namesCommitter(storage, newRealm(), {
    refreshRelied: async (realms) => {
      assert.deepEqual(realms, [other.realm]);
      await other.refresh();
    },
  });
  const seen = await committer.submit(() => ({
    result: other.current().size,
    changes: { puts: [user("x")], deletes: [] },
    events: [],
    relied: [{ realm: other.realm, revision: other.revision() }],
  }));
  assert.equal(seen, 1);
});

test("a refresh catches up by the tail of changes, and by loading where the tail is gone", async () => {
  const [here, there] = await twoNodes();
  await there.submit(add(here.realm, "a"));
  await there.submit(add(here.realm, "b"));
  await here.refresh();
  assert.deepEqual([...here.current()], ["a", "b"]);
  await there.submit(remove(here.realm, "a"));
  while ((await storage.purgeChanges(Date.now() + 60_000, 1000)) > 0);
  await here.refresh();
  assert.deepEqual([...here.current()], ["b"]);
  assert.equal(here.revision(), there.revision());
});

test("a snapshot is not carried over into another history, even where the revision is the same", async () => {
  const own = await openMemory();
  const realm = newRealm();
  for (const grown of [2, 3]) {
    const committer = await namesCommitter(own, realm);
    await committer.submit(add(realm, "lost"));
    await own.wipe();
    for (let revision = 1; revision <= grown; revision += 1) {
      await own.commit(commitOf({ writes: [write(realm, revision, [user(`restored-${revision}`)])] }));
    }
    await assert.rejects(committer.refresh(), { kind: "away" });
    await assert.rejects(committer.submit(add(realm, "carried over")), { kind: "away" });
    assert.deepEqual(
      await entityIds(own, realm),
      Array.from({ length: grown }, (_, at) => `restored-${at + 1}`),
    );
    const anew = await namesCommitter(own, realm);
    assert.ok(!anew.current().has("lost"));
    await own.wipe();
  }
  await own.close();
});

test("a claim that is taken goes back to its command alone, which answers without it", async () => {
  const committer = await namesCommitter(storage);
  const claim = { realm: committer.realm, kind: "code", id: "123456", expires: 1, body: "{}" };
  const useCode = (name: string) =>
    committer.submit((_names, _revision, taken): Attempted<string> => {
      const replay = taken.some(({ kind, id }) => kind === claim.kind && id === claim.id);
      const events = [event(committer.realm, { name: replay ? "Replayed" : "Used" })];
      if (replay) return { result: "replay", changes: undefined, events };
      return { result: "used", changes: { puts: [user(name)], deletes: [] }, events, once: [claim] };
    });
  const inOneBatch = await Promise.all([
    useCode("a"),
    committer.submit(add(committer.realm, "b")),
    useCode("c"),
  ]);
  assert.deepEqual(inOneBatch, ["used", "done", "replay"]);
  const later = await Promise.all([committer.submit(add(committer.realm, "d")), useCode("e")]);
  assert.deepEqual(later, ["done", "replay"]);
  assert.deepEqual([...committer.current()].sort(), ["a", "b", "d"]);

  const insists = committer.submit(() => ({ result: 0, changes: undefined, events: [], once: [claim] }));
  await assert.rejects(insists, {
    kind: "lost-race",
    taken: { realm: committer.realm, kind: "code", id: "123456" },
  });
});

test("whatever fails and whoever races, answers agree with one order of changes", async () => {
  const command = fc.record({
    node: fc.constantFrom(0, 1),
    act: fc.constantFrom("add", "remove"),
    name: fc.constantFrom("a", "b", "c"),
  });
  const fault = fc.constantFrom(
    ...(["none", "lose-race", "forget-outcome", "failing-fsync", "fail-midway", "read-only"] as const),
  );
  const rounds = fc.array(fc.record({ fault, commands: fc.array(command, { maxLength: 8 }) }), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(rounds, async (plan) => {
      const nodes = await twoNodes();
      const { realm } = nodes[0];
      const answered: { revision: number; act: string; name: string; answer: Answer }[] = [];
      for (const { fault, commands } of plan) {
        if (fault !== "none") faults.begin(fault, 2);
        const sent = commands.map(async ({ node, act, name }) => {
          const attempt = act === "add" ? add(realm, name) : remove(realm, name);
          const submitted = nodes[node]!.submit((names, revision) => {
            const attempted = attempt(names);
            return { ...attempted, result: { answer: attempted.result, revision } };
          });
          const done = await submitted.catch((error) => assert.match(error.kind, /^away$|^lost-race$/));
          if (done !== undefined) answered.push({ ...done, act, name });
        });
        await Promise.all(sent);
        faults.end();
      }
      const changes = (await storage.changesFrom(realm, 1)).slice(1);
      const done = answered.filter(({ answer }) => answer === "done");
      assert.equal(changes.length, done.length, "every change was acknowledged once");
      const names = new Set<string>();
      for (const { revision, puts, deletes } of changes) {
        const by = done.find((one) => one.revision === revision - 1)!;
        assert.equal(puts[0]?.id ?? deletes[0]?.id, by.name);
        assert.equal(names.has(by.name), by.act === "remove");
        if (by.act === "add") names.add(by.name);
        else names.delete(by.name);
      }
      assert.deepEqual(await entityIds(storage, realm), [...names].sort());
      assert.equal(
        (await allEvents(storage, realm)).filter(({ name }) => name !== "Refused").length,
        done.length,
      );
      for (const node of nodes) await node.refresh();
      for (const node of nodes) assert.deepEqual([...node.current()].sort(), [...names].sort());
    }),
    { numRuns: 60 },
  );
});
