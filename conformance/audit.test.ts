/** What is recorded: all of it, in time, in one line each, and in nobody's history but the caller's. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";
import { createFaults } from "@portcullis/storage";
import { isReadOnly } from "../packages/server/src/audit/read-only.ts";
import { whereAlone } from "./support/balanced.ts";
import { type Calls, callsOf, done, eventsOf, formOf, newUser } from "./support/calls.ts";
import { beforeChanges, callsWithMadeIds } from "./support/change-runner.ts";
import { changes, ofInstallation, refused } from "./support/changes.table.ts";
import { missing } from "./support/not-offered.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";
import { watchedStorage } from "./support/watched-storage.ts";
import { form, type Received, send, sendBytes, signed } from "./support/wire.ts";

const faults = createFaults();
const watched = watchedStorage(faults);
let server: TestServer;
let root: Calls;

const realm = () => `account/${server.account}`;
const requestId = (answer: Received) => String(answer.headers["x-amzn-requestid"]);
const requestIdOf = (record: string): string => JSON.parse(record).requestID;

/** The stored event of a call, once it is there, and the milliseconds that it took to get there. */
async function storedEvent(answer: Received) {
  const began = performance.now();
  for (;;) {
    const row = (await watched.stored(realm())).find(
      ({ record }) => requestIdOf(record) === requestId(answer),
    );
    const took = performance.now() - began;
    if (row !== undefined) return { row, record: JSON.parse(row.record), took };
    assert.ok(took < 5000, "there is no event");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function metric(name: string): Promise<number> {
  const { body } = await send(server.operatePort, { method: "GET", target: "/metrics" });
  const line = body.split("\n").find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length));
}

before(async () => {
  server = await startEphemeral({
    args: ["--log-level", "trace"],
    drivers: watched.drivers,
    spoolEvents: 400,
  });
  root = callsOf(server, server.root);
});
afterEach(() => faults.end());
after(() => server.stop());

describe("a change", () => {
  test("is in one transaction with its event, whichever change it is", async () => {
    const offered = Object.keys(services.iam.operations).filter(
      (name) => handlerOf("iam", name)?.kind === "offered" && !isReadOnly("iam", name) && !refused.has(name),
    );
    assert.deepEqual([...new Set(changes.map(([action]) => action))].sort(), offered.sort());
    const { made: ids, run } = callsWithMadeIds(server, root);
    Object.assign(ids, await beforeChanges(root));
    for (const change of changes) {
      const [action] = change;
      const seen = watched.commits.length;
      const answer = await run(change);
      const made = watched.commits.slice(seen);
      assert.equal(made.length, 1, action);
      const { writes = [], events = [] } = made[0] ?? {};
      assert.deepEqual(
        writes.map((write) => write.realm),
        [ofInstallation.has(action) ? "installation" : realm()],
        action,
      );
      assert.deepEqual(
        events.map(({ name, realm }) => [name, realm]),
        [[action, realm()]],
      );
      assert.equal(requestIdOf(events[0]?.record ?? ""), requestId(answer));
      assert.equal(events[0]?.readOnly, false);
    }
  });

  test("that fails halfway is not there, and neither is its event", async () => {
    faults.begin("fail-midway");
    const answer = await root.iam("CreateUser", { UserName: "Half" });
    assert.equal(answer.code, "ServiceUnavailable");
    faults.end();
    assert.equal((await root.iam("GetUser", { UserName: "Half" })).code, "NoSuchEntity");
    const events = await eventsOf(root, {
      LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: "Half" }],
    });
    assert.deepEqual(
      events.map(({ EventName, record }) => [EventName, record.errorCode]),
      [
        ["GetUser", "NoSuchEntityException"],
        ["CreateUser", "ServiceUnavailable"],
      ],
    );
  });

  test("of many at once: as many events as changes, each in the transaction of its own", async () => {
    const seen = watched.commits.length;
    const names = Array.from({ length: 40 }, (_, at) => `many-${at}`);
    const answers = await Promise.all(names.map((UserName) => done(root.iam("CreateUser", { UserName }))));
    const made = watched.commits.slice(seen);
    assert.ok(made.length < names.length, "some shared a transaction");
    for (const { writes, events } of made) assert.equal(writes.length, events.length);
    const ids = made.flatMap(({ events }) => events.map(({ record }) => requestIdOf(record)));
    assert.deepEqual(ids.sort(), answers.map(requestId).sort());
  });
});

describe("what changes nothing", () => {
  test("is stored within a second: reads, denials, refused parameters, unknown and missing operations", async () => {
    const nobody = await newUser(server, root, "Nobody");
    const raw = async (body: string) =>
      send(
        server.port,
        await signed(server.port, { headers: ["Content-Type", form], body }, { credentials: server.root }),
      );
    const calls: readonly (readonly [expected: string | undefined, call: () => Promise<Received>])[] = [
      [undefined, () => root.iam("ListUsers")],
      [undefined, () => root.sts("GetCallerIdentity")],
      [undefined, () => root.lookUp({ MaxResults: 1 })],
      ["AccessDenied", () => nobody.iam("CreateUser", { UserName: "x" })],
      ["AccessDenied", () => nobody.iam("GetUser", { UserName: "Nobody" })],
      ["AccessDenied", () => nobody.lookUp()],
      ["NoSuchEntityException", () => root.iam("DeleteUser", { UserName: "gone" })],
      ["ValidationError", () => root.iam("CreateUser", { UserName: "a b" })],
      ["NotImplemented", () => root.iam(missing.action, missing.parameters)],
      ["InvalidAction", () => root.iam("MakeUser")],
      ["MissingAction", () => raw("Version=2010-05-08")],
    ];
    const check = async ([expected, call]: (typeof calls)[number]) => {
      const { record, took } = await storedEvent(await call());
      assert.ok(took < 1000, `${took} ms`);
      assert.equal(record.errorCode, expected);
      assert.equal(record.recipientAccountId, server.account);
    };
    await Promise.all(calls.map(check));
  });

  test("is found by LookupEvents at once, before it is on disk", async () => {
    const answer = await done(root.iam("GetAccountSummary"));
    const events = await eventsOf(root, {
      LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "GetAccountSummary" }],
    });
    assert.equal(events[0]?.record.requestID, requestId(answer));
  });
});

describe("attack: a caller writes what the history says", () => {
  const forged = `","userIdentity":{"type":"Root"}}\n{"eventVersion":"1.11","eventName":"Nothing"}\r\n\u2028\u202e\u001b[2J`;

  test("by its user agent", async () => {
    const agents = [
      '"}],"eventName":"Nothing","x":"',
      '\\",\\u0022}\\n{',
      "tab\there",
      "high \u00ff\u0085\u009b2J",
      "a".repeat(8000),
    ];
    const check = async (agent: string) => {
      const request = {
        headers: ["Content-Type", form, "User-Agent", agent],
        // As bytes: of a text, Node's client would spell the head in UTF-8, too.
        body: Buffer.from(formOf("sts", "GetCallerIdentity")),
      };
      const scope = { service: "sts", credentials: server.root };
      const { row, record } = await storedEvent(
        await send(server.port, await signed(server.port, request, scope)),
      );
      assert.equal(record.eventName, "GetCallerIdentity");
      assert.ok(record.userAgent.startsWith(agent.slice(0, 1000)), record.userAgent);
      assert.ok(record.userAgent.length < 1100);
      assert.doesNotMatch(row.record, /\p{Cc}/u);
    };
    await Promise.all(agents.map(check));
  });

  test("by a header with a line break, which is no request", async () => {
    const before = await metric('portcullis_requests_total{service="sts",code_class="2xx"}');
    for (const breaking of ["a\nb", "a\r b", "a\u0000b", "a\u001bb"]) {
      const body = formOf("sts", "GetCallerIdentity");
      const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUser-Agent: ${breaking}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
      assert.match(await sendBytes(server.port, head + body), /^HTTP\/1.1 400 /);
    }
    assert.equal(await metric('portcullis_requests_total{service="sts",code_class="2xx"}'), before);
  });

  test("by names, descriptions, tags and session names, allowed or not", async () => {
    const calls: readonly (readonly [action: string, parameters: Readonly<Record<string, string>>])[] = [
      ["CreateUser", { UserName: forged }],
      ["CreateUser", { UserName: "Quoted", Path: '/"},{"\\/' }],
      ["CreateUser", { UserName: "Tagged", "Tags.member.1.Key": forged, "Tags.member.1.Value": forged }],
      ["UpdateRoleDescription", { RoleName: "gone", Description: 'a"\n{"eventName":"Nothing"}\r\n\t\u00ff' }],
      ["UpdateRoleDescription", { RoleName: "gone", Description: forged }],
      ["GetUser", { UserName: "\u0000\u007f\u009b" }],
      ["DeleteUser", { UserName: `${"x".repeat(3000)}\n` }],
    ];
    const check = async ([action, parameters]: (typeof calls)[number]) => {
      const { row, record } = await storedEvent(await root.iam(action, parameters));
      assert.equal(record.eventName, action);
      assert.equal(record.userIdentity.type, "Root");
      assert.doesNotMatch(row.record, /\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      for (const { name } of row.resources) assert.doesNotMatch(name, /\p{Cc}/u);
      assert.ok(Buffer.byteLength(row.record) <= 64 << 10);
      const [name, value] = Object.entries(parameters).at(-1) ?? ["", ""];
      if (!name.includes(".")) {
        const recorded = record.requestParameters[name.charAt(0).toLowerCase() + name.slice(1)];
        assert.equal(recorded, value, "what was sent is what is recorded");
      }
    };
    await Promise.all(calls.map(check));
  });

  test("and the log of the process stays one object a line", () => {
    const lines = server.written().split("\n");
    const log = lines.filter((line) => line !== "" && !/^(Portcullis serves|Health, readiness) /.test(line));
    for (const line of log) assert.equal(typeof JSON.parse(line).level, "number");
    assert.ok(!server.written().includes("Nothing"));
  });
});

describe("a refused call of nobody known", () => {
  test(
    "is folded into numbers of the operator's, and is not in the history of the account that it names",
    whereAlone("only an ephemeral server has the test controls"),
    async () => {
      const known = (await watched.stored(realm())).length;
      const body = formOf("iam", "CreateUser", { UserName: "folded-name" });
      const request = { headers: ["Content-Type", form, "User-Agent", "folded-agent"], body };
      const { accessKeyId } = server.root;
      for (let round = 0; round < 10; round++) {
        await send(server.port, request);
        for (const credentials of [
          { accessKeyId, secretAccessKey: "wrong" },
          { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wrong" },
        ]) {
          await send(server.port, await signed(server.port, request, { credentials }));
        }
      }
      const looked = await eventsOf(root);
      assert.ok(!looked.some(({ text }) => /folded-(agent|name)/.test(text)));
      assert.ok(
        !looked.some(({ record }) =>
          /^(SignatureDoes|MissingAuth|InvalidClient)/.test(record.errorCode ?? ""),
        ),
      );
      const { row } = await storedEvent(await done(root.iam("ListGroups")));
      assert.equal(row.name, "ListGroups");
      // One for the look-up is the least that came on top.
      assert.ok((await watched.stored(realm())).length - known < 10);

      const seen = watched.appended.length;
      const headers = ["Authorization", `Bearer ${server.token}`];
      await done(send(server.operatePort, { target: "/reset", headers }));
      const folded = watched.appended.slice(seen).filter(({ name }) => name === "RefusedCalls");
      assert.ok(folded.length > 0);
      const counts = new Map<string, number>();
      for (const row of folded) {
        assert.equal(row.realm, "installation");
        const record = JSON.parse(row.record);
        assert.equal(record.sourceIPAddress, "127.0.0.0/24");
        assert.ok(!/folded|AKIA/.test(row.record));
        const count = counts.get(record.errorCode) ?? 0;
        counts.set(record.errorCode, count + record.serviceEventDetails.count);
      }
      assert.ok((counts.get("SignatureDoesNotMatch") ?? 0) >= 10);
      assert.ok((counts.get("MissingAuthenticationToken") ?? 0) >= 10);
      assert.ok((counts.get("InvalidClientTokenId") ?? 0) >= 10);
    },
  );
});

describe("when events cannot be stored", () => {
  test(
    "calls are refused once no more can wait, none is answered without its event, and all recovers by itself",
    whereAlone("it fills one server's spool"),
    async () => {
      const answered: string[] = [];
      let refused: Received | undefined;
      faults.begin("full-disk");
      for (let round = 0; round < 100 && refused === undefined; round++) {
        for (const answer of await Promise.all(Array.from({ length: 8 }, () => root.iam("ListUsers")))) {
          if (answer.status === 200) answered.push(requestId(answer));
          else refused = answer;
        }
      }
      assert.deepEqual([refused?.status, refused?.code], [503, "ServiceUnavailable"]);
      assert.ok(answered.length > 350 && answered.length <= 400, `${answered.length} were answered`);
      assert.equal((await root.iam("ListUsers")).code, "ServiceUnavailable");
      assert.equal(
        (await root.iam("MakeUser")).code,
        "ServiceUnavailable",
        "nor is a refusal left unrecorded",
      );
      assert.equal((await root.sts("GetSessionToken")).code, "ServiceUnavailable");
      assert.equal((await root.iam("CreateUser", { UserName: "Unrecorded" })).code, "ServiceUnavailable");
      assert.ok((await metric('portcullis_spool_refusals_total{spool="realm"}')) > 0);
      const health = await send(server.operatePort, { method: "GET", target: "/healthz" });
      assert.equal(health.status, 200);

      faults.end();
      const began = performance.now();
      while ((await root.iam("ListGroups")).status !== 200) {
        assert.ok(performance.now() - began < 5000, "it did not recover");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await storedEvent(await done(root.iam("ListRoles")));
      const stored = new Set((await watched.stored(realm())).map(({ record }) => requestIdOf(record)));
      assert.deepEqual(
        answered.filter((id) => !stored.has(id)),
        [],
      );
      assert.equal((await root.iam("GetUser", { UserName: "Unrecorded" })).code, "NoSuchEntity");
    },
  );
});
