import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Committer, commitAcross, createFaults, openMemory, type Storage } from "../src/index.ts";
import { add, type Names, namesCommitter } from "./names-realm.ts";
import { allEvents, entityIds, event, newRealm, user } from "./samples.ts";

const faults = createFaults();
const storage = await openMemory({ faults });
after(() => storage.close());

/** Moves a name from one realm to another, in one transaction; false where it is not there. */
function move(
  name: string,
  from: Committer<Names>,
  to: Committer<Names>,
  through: Storage = storage,
): Promise<boolean> {
  const told = [event(from.realm), event(to.realm)];
  return commitAcross(through, [from, to], () => {
    if (!from.current().has(name)) return { result: false, changes: [], events: [] };
    return {
      result: true,
      changes: [
        { realm: from.realm, puts: [], deletes: [{ kind: "user", id: name }] },
        { realm: to.realm, puts: [user(name)], deletes: [] },
      ],
      events: told,
    };
  });
}

test("two realms change in one transaction, each with its event", async () => {
  const [a, b] = [await namesCommitter(storage), await namesCommitter(storage)];
  await a.submit(add(a.realm, "x"));
  assert.equal(await move("x", a, b), true);
  assert.deepEqual([[...a.current()], [...b.current()]], [[], ["x"]]);
  assert.deepEqual([a.revision(), b.revision()], [3, 2]);
  assert.deepEqual(await entityIds(storage, b.realm), ["x"]);
  assert.equal((await allEvents(storage, b.realm)).length, 1);
  assert.equal(await move("x", a, b), false);
  assert.deepEqual([a.revision(), b.revision()], [3, 2]);
});

test("moves in both directions and commands of each realm take turns: none waits for ever, none races", async () => {
  let lost = 0;
  const watched: Storage = {
    ...storage,
    commit: (commit) =>
      storage.commit(commit).catch((error) => {
        lost += 1;
        throw error;
      }),
  };
  const [a, b] = [await namesCommitter(watched), await namesCommitter(watched)];
  await Promise.all(["x", "y"].map((name) => a.submit(add(a.realm, name))));
  const all: Promise<unknown>[] = [];
  for (let n = 0; n < 10; n += 1) {
    all.push(move("x", a, b, watched), move("x", b, a, watched));
    all.push(a.submit(add(a.realm, `a${n}`)), b.submit(add(b.realm, `b${n}`)));
  }
  await Promise.all(all);
  const [inA, inB] = [a.current(), b.current()];
  assert.equal(Number(inA.has("x")) + Number(inB.has("x")), 1);
  assert.deepEqual(await entityIds(storage, a.realm), [...inA].sort());
  assert.deepEqual(await entityIds(storage, b.realm), [...inB].sort());
  assert.equal(inA.size + inB.size, 22);
  assert.equal(lost, 0);
});

test("a realm that is not held is made with the change, and once only", async () => {
  const installation = await namesCommitter(storage);
  const realm = newRealm();
  const make = () =>
    commitAcross(storage, [installation], () => ({
      result: "made",
      changes: [
        { realm: installation.realm, puts: [user(realm)], deletes: [] },
        { realm, puts: [user("root")], deletes: [] },
      ],
      events: [],
    }));
  assert.equal(await make(), "made");
  assert.deepEqual(await entityIds(storage, realm), ["root"]);
  await assert.rejects(make(), { kind: "lost-race" });
  assert.equal(installation.revision(), 2);
});

test("a lost race is repeated on newer state, and a failure leaves both realms as they were", async () => {
  const [a, b] = [await namesCommitter(storage), await namesCommitter(storage)];
  await a.submit(add(a.realm, "x"));
  const elsewhere = await namesCommitter(storage, a.realm);
  await elsewhere.submit(add(a.realm, "y"));
  for (const fault of ["fail-midway", "failing-fsync", "full-disk"] as const) {
    faults.begin(fault);
    await assert.rejects(move("x", a, b), { kind: fault === "fail-midway" ? /lost-race|away/ : /away/ });
    faults.end();
    assert.deepEqual(await entityIds(storage, b.realm), []);
  }
  faults.begin("lose-race");
  assert.equal(await move("x", a, b), true);
  faults.end();
  faults.begin("forget-outcome", 1);
  assert.equal(await move("x", b, a), true);
  assert.deepEqual([...a.current()].sort(), ["x", "y"]);
  assert.deepEqual([...b.current()], []);
});

test("a throwing attempt lets go of the realms", async () => {
  const a = await namesCommitter(storage);
  await assert.rejects(
    commitAcross(storage, [a], () => {
      throw new RangeError("no");
    }),
    RangeError,
  );
  assert.equal(await a.submit(add(a.realm, "x")), "done");
});
