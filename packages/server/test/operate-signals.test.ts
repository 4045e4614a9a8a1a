import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { App } from "../src/process.ts";
import { configOf, fetched } from "./listen-harness.ts";
import { app, ephemeral, run, until } from "./process-harness.ts";

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "portcullis-signals-"));
});
after(() => rmSync(folder, { recursive: true }));

test("a second signal ends the process at once, where it is no echo of the first", async () => {
  const arrived = Promise.withResolvers<() => void>();
  const process = run(ephemeral(), async () => ({
    ...app,
    aws: (_request, response) => arrived.resolve(() => response.end()),
  }));
  const { aws } = await process.ports();
  const answered = fetched(aws);
  const finish = await arrived.promise;
  process.signals.emit("SIGTERM");
  assert.deepEqual(process.exits, []);
  process.signals.emit("SIGINT");
  assert.deepEqual(process.exits, []);
  await until(async () => {
    process.signals.emit("SIGINT");
    assert.deepEqual(process.exits, [1]);
  });
  finish();
  await answered;
  await process.code;
});

test("a terminal that hangs up stops the server", async () => {
  const process = run(ephemeral(), async () => app);
  await process.ports();
  process.signals.emit("SIGHUP");
  assert.equal(await process.code, 0);
});

test("a hang-up that tells of a new certificate ends nothing, neither before the start nor during the stop", async () => {
  const fixtures = join(import.meta.dirname, "fixtures");
  const keyFile = join(folder, "key.pem");
  copyFileSync(join(fixtures, "first.key.pem"), keyFile);
  chmodSync(keyFile, 0o600);
  const build = Promise.withResolvers<App>();
  const drain = Promise.withResolvers<void>();
  const tls = ["--tls-cert", join(fixtures, "first.cert.pem"), "--tls-key", keyFile];
  const process = run(configOf(["--ephemeral", ...tls]), () => build.promise);
  // Without anybody who listens, Node would end the process.
  assert.ok(process.signals.emit("SIGHUP"), "while it starts");
  build.resolve({ ...app, drain: () => drain.promise });
  await process.ports();
  assert.ok(process.signals.emit("SIGHUP"), "while it serves");
  process.signals.emit("SIGTERM");
  await until(async () => assert.match(process.log(), /requests under way finish/));
  assert.ok(process.signals.emit("SIGHUP"), "while it stops");
  drain.resolve();
  assert.equal(await process.code, 0);
  assert.deepEqual(process.exits, []);
});
