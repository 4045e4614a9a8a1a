import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { offerCluster } from "../test-cluster.ts";

test("a run starts one cluster, for whoever asks first, and ends it", async () => {
  const calls: string[] = [];
  const offered = await offerCluster(async () => {
    calls.push("start");
    return { port: 5432, folder: "/somewhere", end: async () => void calls.push("end") };
  });
  assert.deepEqual(calls, []);
  const answers = await Promise.all([1, 2, 3].map(() => text(connect(offered.socket))));
  assert.deepEqual(
    answers.map((answer) => JSON.parse(answer)),
    answers.map(() => ({ port: 5432, folder: "/somewhere" })),
  );
  await offered.close();
  assert.deepEqual(calls, ["start", "end"]);
  assert.ok(!existsSync(offered.socket));
});

test("a run in which nobody asks starts none", async () => {
  const offered = await offerCluster(() => assert.fail("nobody asked"));
  await offered.close();
});

test("whoever asks is told where a cluster did not start", async (t) => {
  t.mock.method(console, "error", () => undefined);
  const offered = await offerCluster(() => Promise.reject(new Error("no room")));
  assert.equal(await text(connect(offered.socket)), "");
  await offered.close();
});
