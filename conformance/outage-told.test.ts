/** What an operator hears of a node whose database is away: by its log and its metrics, without any request. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openMemory, type Storage, StorageError } from "@portcullis/storage";
import { eventually } from "../packages/storage/test/postgres/eventually.ts";
import { callsOf, done } from "./support/calls.ts";
import { type Node, type Nodes, startNodes } from "./support/nodes.ts";
import { keepAccounts, startNode } from "./support/runtime-nodes.ts";

let cluster: Nodes;
let node: Node;

before(async () => {
  cluster = await startNodes({ count: 1, open: () => openMemory() });
  [node] = cluster.nodes as [Node];
});
after(() => cluster[Symbol.asyncDispose]());

async function failures(): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${node.operatePort}/metrics`);
  const found = /^portcullis_storage_errors_total\{kind="away"\} (\d+)$/m.exec(await answer.text());
  assert.ok(found !== null, "the series is not there");
  return Number(found[1]);
}

/** What it logged of events that wait. */
function toldOfEvents(): readonly string[] {
  const lines = node.written().split("\n");
  const logged = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  assert.ok(
    logged.every((line) => !("err" in line)),
    "an outage is no fault of the program",
  );
  return logged.map(({ msg }) => msg).filter((msg) => /^Events /.test(msg));
}

/** A node that reads its keys all the time, over a database of which all verbs fail, or one of them. */
async function readingKeys() {
  const storage = await openMemory();
  const { masterKeys } = await keepAccounts(storage, ["111111111111"]);
  let failing: keyof Storage | "all" | undefined;
  let failed = 0;
  const verbs = Object.entries(storage).map(([name, verb]) => [
    name,
    (...args: readonly unknown[]) => {
      if (failing !== name && failing !== "all") return verb(...args);
      failed++;
      return Promise.reject(new StorageError("away", "it may not be read"));
    },
  ]);
  const reader = await startNode(Object.fromEntries(verbs), masterKeys);
  return {
    async fail(verb: keyof Storage | "all") {
      [failing, failed] = [verb, 0];
      await eventually(async () => assert.ok(failed > 10));
    },
    mend() {
      failing = undefined;
    },
    said: () =>
      reader
        .written()
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line))
        .map(({ msg, err }) => (err === undefined ? msg : `${msg} And a stack.`)),
    async [Symbol.asyncDispose]() {
      await reader.stop();
      await storage.close();
    },
  };
}

// Each waits for most of its time, with a node of its own.
describe("an outage", { concurrency: true }, () => {
  test("an outage moves the counter of failures, and its waiting events are said once, and once stored", async () => {
    const root = callsOf(node, cluster.root);
    await done(root.sts("GetCallerIdentity"));
    assert.equal(await failures(), 0);
    node.cut();
    await eventually(async () => assert.ok((await failures()) > 0));
    for (let call = 0; call < 3; call++) await done(root.sts("GetCallerIdentity"));
    // Several tries of storing them later.
    const begun = await failures();
    await eventually(async () => assert.ok((await failures()) > begun + 5));
    const [began, ...rest] = toldOfEvents();
    assert.match(began ?? "", /^Events cannot be stored; they are kept and tried again \(.+\)\.$/);
    assert.deepEqual(rest, []);
    node.mend();
    await eventually(async () => assert.equal(toldOfEvents().length, 2));
    assert.match(toldOfEvents()[1] ?? "", /^Events are stored again; [34] of them waited\.$/);
  });

  test("that the keys cannot be read is no second thing to be told where the database answers nobody", async () => {
    await using reader = await readingKeys();
    await reader.fail("all");
    reader.mend();
    await eventually(async () => assert.ok(reader.said().includes("The database answers again.")));
    assert.deepEqual(reader.said(), [
      "The database does not answer (it may not be read): this node goes on with what it holds.",
      "The database answers again.",
    ]);
  });

  test("keys that cannot be read while all else can are told once, without a stack, and the end of it", async () => {
    await using reader = await readingKeys();
    await reader.fail("keys");
    const began = "The data keys cannot be read again or changed; it is tried again (it may not be read).";
    assert.deepEqual(reader.said(), [began]);
    reader.mend();
    await eventually(async () => assert.deepEqual(reader.said(), [began, "The data keys are read again."]));
  });
});
