import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Attempted, createFaults, openCommitter, openMemory } from "../src/index.ts";
import { add, gated, namesCommitter, remove } from "./names-realm.ts";
import { allEvents, entityIds, event, newRealm, user } from "./samples.ts";

const faults = createFaults();
const storage = await openMemory({ faults });
after(() => storage.close());

const nothing: Attempted<string> = { result: "nothing", changes: undefined, events: [] };

test("a realm that is not there has no committer", async () => {
  const rules = { realm: newRealm(), storage, load: () => 0, apply: () => 0 };
  assert.equal(await openCommitter(rules), undefined);
});

test("commands that wait while a commit is under way become one transaction with consecutive revisions", async () => {
  const gate = gated(storage);
  const committer = await namesCommitter(gate);
  gate.commits.length = 0;
  gate.shut();
  const first = committer.submit(add(committer.realm, "first"));
  await new Promise(setImmediate);
  const names = Array.from({ length: 100 }, (_, index) => `n${index}`);
  const rest = names.map((name) => committer.submit(add(committer.realm, name)));
  gate.open();
  await Promise.all([first, ...rest]);
  assert.deepEqual(
    gate.commits.map(({ revisions }) => revisions),
    [1, 100],
  );
  assert.equal(committer.revision(), 102);
  assert.equal((await storage.changesFrom(committer.realm, 2)).length, 101);
  assert.equal((await allEvents(storage, committer.realm)).length, 101);
});

test("a command sees what those before it in the batch did, and readers see only what is committed", async () => {
  const gate = gated(storage);
  const committer = await namesCommitter(gate);
  gate.shut();
  const before = committer.current();
  const answers = Promise.all([
    committer.submit(add(committer.realm, "ann")),
    committer.submit(add(committer.realm, "ann")),
    committer.submit(remove(committer.realm, "ann")),
    committer.submit(add(committer.realm, "ann")),
  ]);
  await new Promise(setImmediate);
  assert.equal(committer.current(), before);
  assert.equal(committer.revision(), 1);
  gate.open();
  assert.deepEqual(await answers, ["done", "already there", "done", "done"]);
  assert.deepEqual([...committer.current()], ["ann"]);
  assert.deepEqual(await entityIds(storage, committer.realm), ["ann"]);
  assert.equal(committer.revision(), 4);
});

test("an attempt that throws fails alone", async () => {
  const committer = await namesCommitter(storage);
  const ends = await Promise.allSettled([
    committer.submit(add(committer.realm, "ann")),
    committer.submit(() => {
      throw new RangeError("no");
    }),
    committer.submit(add(committer.realm, "bob")),
  ]);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  assert.ok((ends[1] as PromiseRejectedResult).reason instanceof RangeError);
  assert.deepEqual([...committer.current()].sort(), ["ann", "bob"]);
});

test("a change that no storage takes fails alone", async () => {
  const committer = await namesCommitter(storage);
  const broken = { result: 1, changes: { puts: [user("x", "\ud800")], deletes: [] }, events: [] };
  const ends = await Promise.allSettled([
    committer.submit(add(committer.realm, "ann")),
    committer.submit(() => broken),
    committer.submit(add(committer.realm, "bob")),
  ]);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  assert.deepEqual(await entityIds(storage, committer.realm), ["ann", "bob"]);
});

test("a refusal keeps its events and moves no revision; one without events writes nothing", async () => {
  const gate = gated(storage);
  const committer = await namesCommitter(gate);
  gate.commits.length = 0;
  const denied = event(committer.realm, { name: "Denied" });
  assert.equal(await committer.submit(() => ({ ...nothing, events: [denied] })), "nothing");
  assert.deepEqual(await allEvents(storage, committer.realm), [denied]);
  assert.equal(committer.revision(), 1);
  assert.equal(gate.commits.length, 1);
  await committer.submit(() => nothing);
  assert.equal(gate.commits.length, 1);
});

test("while the storage is away changes fail and the snapshot stays; afterwards all goes on", async () => {
  const committer = await namesCommitter(storage);
  await committer.submit(add(committer.realm, "ann"));
  const before = committer.current();
  for (const fault of ["full-disk", "read-only", "failing-fsync", "fail-midway", "unreachable"] as const) {
    faults.begin(fault);
    const ends = await Promise.allSettled([
      committer.submit(add(committer.realm, "bob")),
      committer.submit(add(committer.realm, "cid")),
    ]);
    faults.end();
    for (const end of ends) {
      assert.equal(end.status, "rejected", fault);
      assert.equal(end.reason.kind, "away", fault);
    }
    assert.equal(committer.current(), before);
  }
  assert.equal(await committer.submit(add(committer.realm, "bob")), "done");
  assert.deepEqual(await entityIds(storage, committer.realm), ["ann", "bob"]);
  assert.equal((await allEvents(storage, committer.realm)).length, 2);
});

test("an outcome that the storage forgot is looked up before the answer", async () => {
  const committer = await namesCommitter(storage);
  faults.begin("forget-outcome", 1);
  let attempts = 0;
  const once = add(committer.realm, "ann");
  const answer = await committer.submit((names) => {
    attempts += 1;
    return once(names);
  });
  assert.equal(answer, "done");
  assert.equal(attempts, 1);
  assert.deepEqual([...committer.current()], ["ann"]);
  faults.begin("forget-outcome", 1);
  const denied = event(committer.realm);
  assert.equal(await committer.submit(() => ({ ...nothing, events: [denied] })), "nothing");
  assert.equal((await allEvents(storage, committer.realm)).length, 2);
});

test("an outcome that cannot be looked up is unknown, and the next command finds out", async () => {
  const blind = { ...storage };
  const committer = await namesCommitter(blind);
  blind.wasCommitted = () => {
    faults.begin("unreachable", 1);
    return storage.wasCommitted({ writes: [], relied: [], events: [], once: [] });
  };
  faults.begin("forget-outcome", 1);
  await assert.rejects(committer.submit(add(committer.realm, "ann")), { kind: "unknown" });
  faults.end();
  assert.deepEqual([...committer.current()], []);
  assert.equal(await committer.submit(add(committer.realm, "ann")), "already there");
  assert.deepEqual([...committer.current()], ["ann"]);
});

test("a batch is bounded in commands and in bytes, and nothing is left over", async () => {
  const gate = gated(storage);
  const committer = await namesCommitter(gate, newRealm(), { mostInBatch: 4 });
  gate.commits.length = 0;
  const big = "x".repeat(3 << 20);
  const bodies = [...Array.from({ length: 6 }, () => "small"), big, big, big];
  const submitted = bodies.map((body, index) =>
    committer.submit(() => ({
      result: index,
      changes: { puts: [user(`u${index}`, body)], deletes: [] },
      events: [],
    })),
  );
  assert.deepEqual(
    await Promise.all(submitted),
    bodies.map((_, index) => index),
  );
  assert.deepEqual(
    gate.commits.map(({ revisions }) => revisions),
    [4, 4, 1],
  );
  assert.equal(committer.revision(), 10);
});

test("too many that wait are sent away at once, and the others are not lost", async () => {
  const gate = gated(storage);
  const committer = await namesCommitter(gate, newRealm(), { mostWaiting: 3 });
  gate.shut();
  const first = committer.submit(add(committer.realm, "under way"));
  await new Promise(setImmediate);
  const rest = ["a", "b", "c"].map((name) => committer.submit(add(committer.realm, name)));
  await assert.rejects(committer.submit(add(committer.realm, "d")), { kind: "try-again" });
  gate.open();
  assert.deepEqual(await Promise.all([first, ...rest]), ["done", "done", "done", "done"]);
});

test("an operator's urgent change shares its transaction with no other", async () => {
  const gate = gated(storage);
  const committer = await namesCommitter(gate);
  gate.commits.length = 0;
  const submit = (name: string, urgent: boolean) => committer.submit(add(committer.realm, name), { urgent });
  await Promise.all([submit("a", false), submit("b", false), submit("c", true), submit("d", false)]);
  assert.deepEqual(gate.commits, [
    { revisions: 2, urgent: false },
    { revisions: 1, urgent: true },
    { revisions: 1, urgent: false },
  ]);
});
