/** What an operator hears of a node whose database is away: by its log and its metrics, without any request. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openMemory } from "@portcullis/storage";
import { eventually } from "../packages/storage/test/postgres/eventually.ts";
import { callsOf, done } from "./support/calls.ts";
import { type Node, type Nodes, startNodes } from "./support/nodes.ts";

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

test("an outage moves the counter of failures, and its waiting events are said once, and once stored", async () => {
  const root = callsOf(node, cluster.root);
  await done(root.sts("GetCallerIdentity"));
  assert.equal(await failures(), 0);
  node.cut();
  await eventually(async () => assert.ok((await failures()) > 0));
  for (let call = 0; call < 3; call++) await done(root.sts("GetCallerIdentity"));
  // Several tries of storing them later.
  const begun = await failures();
  await eventually(async () => assert.ok((await failures()) > begun + 10));
  const [began, ...rest] = toldOfEvents();
  assert.match(began ?? "", /^Events cannot be stored; they are kept and tried again \(.+\)\.$/);
  assert.deepEqual(rest, []);
  node.mend();
  await eventually(async () => assert.equal(toldOfEvents().length, 2));
  assert.match(toldOfEvents()[1] ?? "", /^Events are stored again; [34] of them waited\.$/);
});
