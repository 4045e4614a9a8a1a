import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { secret } from "../src/config/secret.ts";
import { settlePendingCredentials, writePendingCredentials } from "../src/data-directory/root-credentials.ts";
import type { App, BuildApp } from "../src/process.ts";
import { answerOk, configOf, fetched } from "./listen-harness.ts";
import { app, ephemeral, run, until } from "./process-harness.ts";

let folder: string;
const umask = process.umask();
before(() => {
  folder = mkdtempSync(join(tmpdir(), "portcullis-process-"));
});
after(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

test("requests are answered from the start to the signal, and the end is clean", async () => {
  let drained = 0;
  const process = run(ephemeral(), async () => ({ ...app, drain: async () => void drained++ }));
  const ports = await process.ports();
  assert.equal((await fetched(ports.aws)).body, "answered");
  assert.equal((await fetched(ports.operate, { path: "/readyz" })).status, 200);
  assert.match(
    process.out(),
    new RegExp(`^Portcullis serves the AWS APIs at http://127.0.0.1:${ports.aws}\n`),
  );
  assert.equal(await process.stop(), 0);
  assert.equal(drained, 1);
  await assert.rejects(fetched(ports.aws), { code: "ECONNREFUSED" });
  assert.equal(process.signals.listenerCount("SIGTERM"), 0);
});

test("a request under way at the signal is finished before what waits is stored", async () => {
  const order: string[] = [];
  const arrived = Promise.withResolvers<() => void>();
  const process = run(ephemeral(), async () => ({
    ...app,
    aws: (_request, response) => {
      response.once("finish", () => order.push("finished"));
      arrived.resolve(() => response.end("answered"));
    },
    drain: async () => void order.push("drained"),
  }));
  const { aws } = await process.ports();
  const answered = fetched(aws);
  const finish = await arrived.promise;
  const stopped = process.stop();
  finish();
  assert.equal((await answered).body, "answered");
  assert.equal(await stopped, 0);
  assert.deepEqual(order, ["finished", "drained"]);
});

test("while requests under way finish, the operator's port says that the server is not ready", async () => {
  const arrived = Promise.withResolvers<() => void>();
  const process = run(ephemeral(), async () => ({
    ...app,
    aws: (_request, response) => arrived.resolve(() => response.end("answered")),
  }));
  const { aws, operate } = await process.ports();
  const answered = fetched(aws);
  const finish = await arrived.promise;
  const stopped = process.stop();
  await until(async () => assert.rejects(fetched(aws), { code: "ECONNREFUSED" }));
  const readiness = await fetched(operate, { path: "/readyz" });
  assert.equal(readiness.status, 503);
  assert.match(readiness.body, /The server is stopping\./);
  const metrics = (await fetched(operate, { path: "/metrics" })).body.split("\n");
  assert.ok(metrics.includes("portcullis_ready 0"));
  assert.ok(metrics.includes('portcullis_open_connections{plane="aws"} 1'));
  finish();
  assert.equal((await answered).body, "answered");
  assert.equal(await stopped, 0);
  await assert.rejects(fetched(operate), { code: "ECONNREFUSED" });
});

test("for the drain delay requests are still taken by a server that is not ready", async () => {
  const process = run({ ...ephemeral(), drainDelayMs: 1000 }, async () => ({ ...app, aws: answerOk }));
  const { aws, operate } = await process.ports();
  const began = performance.now();
  const stopped = process.stop();
  const keepAlive = { headers: { Connection: "keep-alive" } };
  const [readiness, answer] = [await fetched(operate, { path: "/readyz" }), await fetched(aws, keepAlive)];
  assert.deepEqual([readiness.status, answer.status, answer.body], [503, 200, "GET / 0"]);
  // Whoever comes again comes by another connection, and where a balancer stands in between, elsewhere.
  assert.equal(answer.headers.connection, "close");
  assert.equal(await stopped, 0);
  assert.ok(performance.now() - began >= 990, "the listeners closed too early");
  await assert.rejects(fetched(aws), { code: "ECONNREFUSED" });
  assert.match(
    process.log(),
    /still taken for 1 s, and readiness fails\.\nStopping: requests under way finish\./,
  );
});

test("what could not be stored at the end shows in the exit code", async () => {
  const process = run(ephemeral(), async () => ({
    ...app,
    drain: () => Promise.reject(new Error("disk full")),
  }));
  await process.ports();
  assert.equal(await process.stop(), 1);
  assert.match(process.log(), /Stopped without storing everything that waited/);
});

test("until the application is there, requests are refused and readiness says why", async () => {
  const build = Promise.withResolvers<App>();
  const entered = Promise.withResolvers<number>();
  const process = run(ephemeral(), async (_config, { endpoint }) => {
    entered.resolve(Number(new URL(endpoint).port));
    return build.promise;
  });
  const port = await entered.promise;
  assert.equal((await fetched(port)).status, 503);
  build.resolve(app);
  await process.ports();
  assert.equal((await fetched(port)).status, 200);
  assert.equal(await process.stop(), 0);
});

test("a taken port is told before anything is made", async () => {
  const holder = run(ephemeral(), async () => app);
  const { aws } = await holder.ports();
  let built = false;
  const config = configOf(["--data-dir", join(folder, "never-begun")]);
  const second = run({ ...config, listen: { ...config.listen, port: aws } }, async () => {
    built = true;
    return app;
  });
  assert.equal(await second.code, 1);
  assert.match(second.log(), /is taken by another process: choose another with --port/);
  assert.equal(built, false);
  await holder.stop();
});

test("an application that cannot be built is told in its own sentence, or as a failure", async () => {
  const refused = run(ephemeral(), async () => ({ problem: "The master key does not fit." }));
  assert.equal(await refused.code, 1);
  assert.equal(refused.log(), "The master key does not fit.");
  const failed = run(ephemeral(), () => Promise.reject(new Error("unexpected")));
  assert.equal(await failed.code, 1);
  assert.match(failed.log(), /^The server failed\.$/);
});

const madeAtStart: BuildApp = async (_config, { data, endpoint }) => {
  const made = { accessKeyId: "AKIAMADE", secretAccessKey: "hunter2" };
  if (data !== undefined) {
    writePendingCredentials(data, { ...made, endpoint, partition: undefined });
    settlePendingCredentials(data, true);
  }
  return {
    ...app,
    rootAccessKeyExists: true,
    firstStart: { accessKeyId: made.accessKeyId, secretAccessKey: secret(made.secretAccessKey) },
  };
};

test("the first start shows the root credentials on a terminal, once", async () => {
  const config = configOf(["--data-dir", join(folder, "terminal"), "--base-path", "/iam"]);
  const process = run(config, madeAtStart, true);
  const { aws } = await process.ports();
  for (const line of [
    `export AWS_ENDPOINT_URL=http://127.0.0.1:${aws}/iam`,
    "export AWS_REGION=us-east-1",
    "export AWS_DEFAULT_REGION=us-east-1",
    "export AWS_ACCESS_KEY_ID=AKIAMADE",
    "export AWS_SECRET_ACCESS_KEY=hunter2",
    "unset AWS_PROFILE AWS_SESSION_TOKEN",
  ]) {
    assert.ok(process.out().split("\n").includes(line), line);
  }
  assert.doesNotMatch(process.log(), /hunter2/);
  await process.stop();
  const second = run(config, async () => ({ ...app, rootAccessKeyExists: true }), true);
  await second.ports();
  assert.doesNotMatch(second.out(), /hunter2|AWS_SECRET/);
  assert.match(second.log(), /root credentials are in .*root-credentials[\s\S]*has an access key/);
  await second.stop();
});

test("attack: without a terminal no secret is written, only where to find it", async () => {
  const path = join(folder, "no-terminal");
  const process = run(configOf(["--data-dir", path]), madeAtStart);
  await process.ports();
  assert.ok(process.out().includes(`The root credentials are in ${path}/root-credentials\n`));
  assert.equal(statSync(join(path, "root-credentials")).mode & 0o777, 0o600);
  for (const text of [process.out(), process.log()]) assert.doesNotMatch(text, /hunter2/);
  await process.stop();
});

test("an ephemeral server leaves nothing on disk, and shows what it made on a terminal only", async () => {
  const before = readdirSync(folder);
  const hadData = existsSync("portcullis-data");
  const shown = run(ephemeral(), madeAtStart, true);
  await shown.ports();
  assert.match(shown.out(), /AWS_SECRET_ACCESS_KEY=hunter2/);
  await shown.stop();
  const piped = run(ephemeral(), madeAtStart);
  await piped.ports();
  assert.doesNotMatch(piped.out(), /hunter2/);
  assert.match(piped.out(), /Set PORTCULLIS_ROOT_ACCESS_KEY_ID/);
  assert.doesNotMatch(piped.log(), /access key/, "root's key is what an ephemeral server is used with");
  await piped.stop();
  assert.deepEqual(readdirSync(folder), before);
  assert.equal(existsSync("portcullis-data"), hadData);
});

const controlled: App = { ...app, controls: { reset: async () => undefined, advance: () => undefined } };
const reset = (port: number, token: string) =>
  fetched(port, { path: "/reset", method: "POST", headers: { authorization: `Bearer ${token}` } });

test("the token of the test controls is the environment's, or made and shown on a terminal", async () => {
  const given = run(
    ephemeral({ PORTCULLIS_TEST_TOKEN: "a-token-of-some-length" }),
    async () => controlled,
    true,
  );
  const ports = await given.ports();
  assert.equal((await reset(ports.operate, "a-token-of-some-length")).status, 200);
  assert.doesNotMatch(given.out(), /token/i);
  await given.stop();
  const made = run(ephemeral(), async () => controlled, true);
  const { operate } = await made.ports();
  const [, token = ""] = /^Token of the test controls: (\S{43})$/m.exec(made.out()) ?? [];
  assert.equal((await reset(operate, token)).status, 200);
  assert.equal((await reset(operate, "")).status, 401);
  await made.stop();
});

test("a lasting server has no test controls, even if its application brought some", async () => {
  const process = run(configOf(["--data-dir", join(folder, "lasting")]), async () => controlled);
  const { operate } = await process.ports();
  assert.equal((await reset(operate, "x")).status, 404);
  await process.stop();
});

test("a data directory in use is refused, and free again after the stop", async () => {
  const config = configOf(["--data-dir", join(folder, "shared")]);
  const first = run(config, async () => app);
  await first.ports();
  const second = run(config, async () => app);
  assert.equal(await second.code, 1);
  assert.match(second.log(), /^Another Portcullis is running/);
  await first.stop();
  const third = run(config, async () => app);
  await third.ports();
  assert.equal(await third.stop(), 0);
});
