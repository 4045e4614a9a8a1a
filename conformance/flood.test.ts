import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { getCallerIdentity } from "../bench/rig/calls.ts";
import { startDurable } from "../bench/rig/durable-server.ts";
import { flood, wronglySigned } from "../bench/rig/flood.ts";
import { folderBytes } from "../bench/rig/folder-size.ts";
import { oneReply } from "../bench/rig/one-reply.ts";
import { readMetric } from "../bench/rig/read-metric.ts";
import { withScope } from "../bench/rig/scope.ts";
import { signedPost } from "../bench/rig/signed-post.ts";

const soak = process.env.PORTCULLIS_SOAK !== undefined;
const existing = soak ? 1000 : 50;
const absent = soak ? 10_000 : 500;
/** At least every one of them twice: what is remembered of the first would show. */
const count = soak ? 100_000 : 1100;

describe("a flood of wrongly signed requests", () => {
  it("loads no realm, takes no disk, is recorded folded, and keeps nobody from being served", async () => {
    await withScope(async (scope) => {
      const { server, accounts, folder } = await startDurable(
        scope,
        Array.from({ length: existing + 1 }, () => 0),
      );
      const [own, ...flooded] = accounts;
      assert.ok(own !== undefined);
      const { port, operatePort } = server;
      const good = signedPost(port, own.administrator, getCallerIdentity, Date.now());
      assert.equal((await oneReply(port, good)).status, 200);
      // The event of that call is on disk within a second.
      await setTimeout(1000);
      const loads = () => readMetric(operatePort, "portcullis_realm_load_duration_seconds_count");
      const [loaded, bytes] = [await loads(), folderBytes(folder)];

      const requests = wronglySigned(port, flooded, absent);
      assert.ok((await flood(port, requests, { clients: 8, count })).refused >= count);

      assert.equal(await loads(), loaded);
      assert.equal(await readMetric(operatePort, "portcullis_realms_in_memory"), 1);
      assert.ok(folderBytes(folder) - bytes <= 64 * 1024, `${folderBytes(folder) - bytes} bytes`);
      assert.equal((await oneReply(port, good)).status, 200);
    });
  });
});
