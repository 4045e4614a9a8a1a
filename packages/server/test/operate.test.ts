import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import fc from "fast-check";
import { secret } from "../src/config/secret.ts";
import type { Freshness } from "../src/freshness/stale-node.table.ts";
import { parseDuration } from "../src/operate/iso-duration.ts";
import { createMetrics, type Metrics } from "../src/operate/metrics.ts";
import { operatePlane } from "../src/operate/operate-plane.ts";
import type { Readiness } from "../src/operate/readiness.ts";
import { testControls } from "../src/operate/test-controls.ts";
import { fetched, type Received, type Running, started } from "./listen-harness.ts";

const token = "a-token-of-some-length";
let readiness: Readiness = { ready: true, stateAge: 0, notes: [] };
let metrics: Metrics;
let server: Running;
let lasting: Running;
let calls: (string | number)[] = [];
let resetting: () => Promise<void>;

before(async () => {
  metrics = createMetrics(["iam", "sts"], "1.2.3");
  const controls = {
    reset: () => resetting(),
    advance: (milliseconds: number) => void calls.push(milliseconds),
  };
  const routes = testControls(controls, secret(token));
  const plane = { metrics, ready: () => readiness, identity: () => ({ deployment: "d-1", node: "7-42" }) };
  server = await started({ operate: operatePlane({ ...plane, controls: () => routes }) });
  lasting = await started({ operate: operatePlane({ ...plane, controls: () => undefined }) });
});
after(() => Promise.all([server[Symbol.asyncDispose](), lasting[Symbol.asyncDispose]()]));
beforeEach(async () => {
  resetting = async () => void calls.push("reset");
  await post("/reset");
  calls = [];
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetched(server.operatorPort, { path, headers });

function post(
  path: string,
  body?: string,
  headers: Record<string, string | string[]> = {},
): Promise<Received> {
  const all = { authorization: `Bearer ${token}`, ...headers };
  return fetched(server.operatorPort, { path, method: "POST", headers: all }, body);
}

test("health says that the process runs, whatever it waits for", async () => {
  readiness = { ready: false, reasons: ["The storage is away."] };
  const { status, body, headers } = await get("/healthz");
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(body), { status: "ok" });
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["x-content-type-options"], "nosniff");
});

test("readiness says why the server takes no requests, and which server it is", async () => {
  readiness = { ready: false, reasons: ["The storage is away."] };
  const away = await get("/readyz");
  assert.equal(away.status, 503);
  const who = { deployment: "d-1", node: "7-42" };
  assert.deepEqual(JSON.parse(away.body), { status: "not ready", reasons: ["The storage is away."], ...who });
  readiness = { ready: true, stateAge: 0, notes: [] };
  const ready = await get("/readyz?verbose");
  assert.equal(ready.status, 200);
  assert.deepEqual(JSON.parse(ready.body), { status: "ready", stateAge: 0, notes: [], ...who });
});

test("HEAD gives the same without a body, other methods and pages are refused", async () => {
  const head = await fetched(server.operatorPort, { path: "/healthz", method: "HEAD" });
  assert.deepEqual([head.status, head.body], [200, ""]);
  const posted = await fetched(server.operatorPort, { path: "/healthz", method: "POST" });
  assert.deepEqual([posted.status, posted.headers.allow], [405, "GET, HEAD"]);
  for (const path of ["/", "/debug/pprof", "/healthz/", "/__proto__"]) {
    assert.equal((await get(path)).status, 404, path);
  }
});

test("requests, commits and refusals are counted under stable names", async () => {
  metrics.request("iam", 200, 0.002);
  metrics.request("iam", 403, 0.002);
  metrics.refused("aws", "malformed");
  metrics.commit("committed", 0.004);
  metrics.folded(3);
  metrics.storageError("away");
  metrics.realmLoad(0.01);
  metrics.spoolFull("folded");
  const { status, body, headers } = await get("/metrics");
  assert.equal(status, 200);
  assert.match(headers["content-type"] ?? "", /^text\/plain; version=0\.0\.4/);
  for (const line of [
    'portcullis_build_info{version="1.2.3"} 1',
    'portcullis_requests_total{service="iam",code_class="2xx"} 1',
    'portcullis_requests_total{service="iam",code_class="4xx"} 1',
    'portcullis_request_duration_seconds_count{service="iam"} 2',
    'portcullis_listener_refusals_total{plane="aws",reason="malformed"} 1',
    'portcullis_commit_duration_seconds_count{outcome="committed"} 1',
    "portcullis_changes_total 3",
    'portcullis_storage_errors_total{kind="away"} 1',
    "portcullis_realm_load_duration_seconds_count 1",
    'portcullis_spool_refusals_total{spool="folded"} 1',
  ]) {
    assert.ok(body.split("\n").includes(line), line);
  }
  assert.match(body, /^nodejs_eventloop_lag_p99_seconds /m);
});

test("numbers that are asked for when the metrics are read", async () => {
  const own = createMetrics([], "1");
  let waiting = 1;
  let freshness: Freshness = "fresh";
  own.observe({
    spoolEvents: (spool) => (spool === "realm" ? waiting : 0),
    realmsInMemory: () => 2,
    journalBytes: () => 512,
    freshness: () => freshness,
    ready: () => false,
  });
  assert.match(await own.registry.metrics(), /^portcullis_spool_events\{spool="realm"\} 1$/m);
  waiting = 5;
  freshness = "stale";
  const text = await own.registry.metrics();
  assert.match(text, /^portcullis_spool_events\{spool="realm"\} 5$/m);
  assert.match(text, /^portcullis_realms_in_memory 2$/m);
  assert.match(text, /^portcullis_ready 0$/m);
  assert.match(text, /^portcullis_journal_bytes 512$/m);
  assert.match(text, /^portcullis_freshness\{freshness="fresh"\} 0$/m);
  assert.match(text, /^portcullis_freshness\{freshness="stale"\} 1$/m);
  assert.match(text, /^portcullis_freshness\{freshness="beyond"\} 0$/m);
  assert.doesNotMatch(text, /portcullis_state_age_seconds/);
});

test("what alerts are written against is zero before it first happens", async () => {
  const lines = (await createMetrics([], "1").registry.metrics()).split("\n");
  for (const kind of ["lost-race", "try-again", "unknown", "away"])
    assert.ok(lines.includes(`portcullis_storage_errors_total{kind="${kind}"} 0`), kind);
  for (const spool of ["realm", "folded"])
    assert.ok(lines.includes(`portcullis_spool_refusals_total{spool="${spool}"} 0`), spool);
  for (const outcome of ["committed", "lost-race", "failed"])
    assert.ok(lines.includes(`portcullis_commit_duration_seconds_count{outcome="${outcome}"} 0`), outcome);
});

test("attack: services and codes that callers make up add no series", async () => {
  const own = createMetrics(["iam"], "1");
  const before = (await own.registry.metrics())
    .split("\n")
    .filter((line) => line.startsWith("portcullis_")).length;
  for (let made = 0; made < 100; made++) own.request(`s${made}`, made * 13, 0);
  own.request("__proto__", 999, 0);
  const lines = (await own.registry.metrics()).split("\n").filter((line) => line.startsWith("portcullis_"));
  assert.equal(lines.length, before);
  assert.ok(lines.includes('portcullis_request_duration_seconds_count{service="other"} 101'));
});

test("attack: a page that made its own name point at this machine reaches no page of the operator", async () => {
  for (const path of ["/healthz", "/metrics", "/reset"]) {
    const { status } = await get(path, { host: "evil.example" });
    assert.equal(status, 400, path);
  }
});

test("reset and clock do what they say", async () => {
  const reset = await post("/reset", "{}");
  assert.equal(reset.status, 200);
  assert.deepEqual(JSON.parse(reset.body), { status: "reset" });
  const moved = await post("/clock", '{"advance": "PT1H"}');
  assert.deepEqual(JSON.parse(moved.body), { status: "advanced", milliseconds: 3_600_000, total: 3_600_000 });
  const again = await post("/clock", '{"advance": "P1DT0.5S"}');
  assert.deepEqual(JSON.parse(again.body), {
    status: "advanced",
    milliseconds: 86_400_500,
    total: 90_000_500,
  });
  assert.deepEqual(calls, ["reset", 3_600_000, 86_400_500]);
});

test("a lasting server has no test controls", async () => {
  for (const path of ["/reset", "/clock"]) {
    const { status } = await fetched(
      lasting.operatorPort,
      { path, method: "POST", headers: { authorization: `Bearer ${token}` } },
      '{"advance": "PT1H"}',
    );
    assert.equal(status, 404);
  }
  assert.deepEqual(calls, []);
});

test("attack: the test controls without their token do nothing", async () => {
  for (const authorization of [
    "",
    "Bearer",
    "Bearer ",
    "Bearer wrong",
    `Bearer ${token}x`,
    token,
    `Basic ${token}`,
    `Bearer ${token}, Bearer ${token}`,
  ]) {
    const { status, headers, body } = await post("/reset", undefined, { authorization });
    assert.equal(status, 401, authorization);
    assert.equal(headers["www-authenticate"], "Bearer");
    assert.ok(!body.includes(token));
  }
  const twice = await post("/reset", undefined, { authorization: [`Bearer ${token}`, "Bearer x"] });
  assert.equal(twice.status, 401);
  assert.deepEqual(calls, []);
});

test("attack: a page in a browser cannot use the test controls, even with the token", async () => {
  for (const headers of [
    { origin: "http://127.0.0.1" },
    { origin: "null" },
    { "sec-fetch-site": "none" },
    { "Sec-Fetch-Mode": "no-cors" },
  ]) {
    assert.equal((await post("/reset", undefined, headers)).status, 403, JSON.stringify(headers));
  }
  for (const method of ["GET", "OPTIONS", "PUT", "DELETE"]) {
    const { status } = await fetched(server.operatorPort, {
      path: "/reset",
      method,
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(status, 405, method);
  }
  assert.deepEqual(calls, []);
});

test("a body that is not what it should be changes nothing", async () => {
  for (const body of [
    "",
    "{}",
    "null",
    "[]",
    '"PT1H"',
    '{"advance": 1}',
    '{"advance": "PT1H", "x": 1}',
    '{"advance": "PT1H"',
    "\u0000",
    '{"__proto__": "PT1H"}',
    '{"advance": "-PT1H"}',
    '{"advance": "P1Y"}',
    '{"advance": "P1M"}',
    '{"advance": "P1W"}',
    '{"advance": "PT"}',
    '{"advance": "P"}',
    '{"advance": "pt1h"}',
    '{"advance": "PT1H "}',
    '{"advance": "PT1e3S"}',
    '{"advance": "PT999999999H"}',
    '{"advance": "P3654D"}',
    `{"advance": "PT${"1".repeat(70)}S"}`,
  ]) {
    assert.equal((await post("/clock", body)).status, 400, body);
  }
  for (const body of ["[]", "null", '{"hard": true}', "{"]) {
    assert.equal((await post("/reset", body)).status, 400, body);
  }
  assert.deepEqual(calls, []);
});

test("the clock is moved by ten years in all, until a reset", async () => {
  assert.equal((await post("/clock", '{"advance": "P3653D"}')).status, 200);
  assert.equal((await post("/clock", '{"advance": "PT0.001S"}')).status, 400);
  assert.equal((await post("/clock", '{"advance": "PT0S"}')).status, 200);
  await post("/reset");
  assert.equal((await post("/clock", '{"advance": "PT1S"}')).status, 200);
});

test("a body beyond its limit is refused", async () => {
  assert.equal((await post("/clock", " ".repeat(1025))).status, 413);
  assert.deepEqual(calls, []);
});

test("controls take their turn, and one that fails does not stop the next", async () => {
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  resetting = async () => {
    entered.resolve();
    await release.promise;
    calls.push("reset");
    throw new Error("hunter2");
  };
  const first = post("/reset");
  await entered.promise;
  const second = post("/clock", '{"advance": "PT1S"}');
  release.resolve();
  const failed = await first;
  assert.equal(failed.status, 500);
  assert.doesNotMatch(failed.body, /hunter2/);
  assert.equal((await second).status, 200);
  assert.deepEqual(calls, ["reset", 1000]);
});

test("durations are read to the millisecond", () => {
  const parts = fc.record({
    days: fc.nat(9999),
    hours: fc.nat(9999),
    minutes: fc.nat(9999),
    seconds: fc.nat(9999),
    milliseconds: fc.nat(999),
  });
  fc.assert(
    fc.property(parts, ({ days, hours, minutes, seconds, milliseconds }) => {
      const fraction = String(milliseconds).padStart(3, "0");
      const text = `P${days}DT${hours}H${minutes}M${seconds}.${fraction}S`;
      const expected = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
      assert.equal(parseDuration(text), expected);
    }),
  );
  assert.equal(parseDuration("P2D"), 172_800_000);
  assert.equal(parseDuration("PT0.25S"), 250);
  assert.equal(parseDuration("PT0.0005S"), undefined);
});
