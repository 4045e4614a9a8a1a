/** A server that keeps nothing: its account, its root key, and what tests may do to it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { newAccessKeyId } from "@portcullis/directory";
import { type Commit, openMemory } from "@portcullis/storage";
import {
  type Calls,
  callsOf,
  credentialsIn,
  done,
  eventsOf,
  formOf,
  newUser,
  refusal,
  textOf,
} from "./support/calls.ts";
import { policy } from "./support/policy.ts";
import { EPHEMERAL_ACCOUNT, startDurable, startEphemeral, type TestServer } from "./support/server.ts";
import { form, type Received, send, signed } from "./support/wire.ts";

const expired = {
  status: 403,
  code: "ExpiredToken",
  message: "The security token included in the request is expired",
};
const unknownKey = {
  status: 403,
  code: "InvalidClientTokenId",
  message: "The security token included in the request is invalid.",
};

let server: TestServer;
let root: Calls;

/** A call of a test control. */
function control(target: string, body?: string, headers: readonly string[] = []): Promise<Received> {
  const authorized = headers.some((name, at) => at % 2 === 0 && name.toLowerCase() === "authorization");
  return send(server.operatePort, {
    target,
    headers: [...(authorized ? [] : ["Authorization", `Bearer ${server.token}`]), ...headers],
    ...(body === undefined ? {} : { body }),
  });
}

const advance = (duration: string) => done(control("/clock", JSON.stringify({ advance: duration })));
const reset = () => done(control("/reset"));

before(async () => {
  server = await startEphemeral();
  root = callsOf(server, server.root);
});
afterEach(reset);
after(() => server.stop());

describe("the root key of an ephemeral server", () => {
  const secret = "correct-horse-battery-staple-secret";

  async function withKey<T>(id: string, use: (server: TestServer) => Promise<T>): Promise<T> {
    await using other = await startEphemeral({
      env: { PORTCULLIS_ROOT_ACCESS_KEY_ID: id, PORTCULLIS_ROOT_SECRET_ACCESS_KEY: secret },
    });
    return await use(other);
  }

  test("may be of any form, belongs to account 123456789012, and is found again after a reset", async () => {
    for (const id of ["test", "minio-admin@example.org", "AKIAIOSFODNN7EXAMPLE", "x".repeat(128)]) {
      await withKey(id, async (other) => {
        const calls = callsOf(other, { accessKeyId: id, secretAccessKey: secret });
        const identity = await done(calls.sts("GetCallerIdentity"));
        assert.equal(textOf(identity, "Arn"), `arn:aws:iam::${EPHEMERAL_ACCOUNT}:root`);
        assert.equal((await calls.iam("CreateUser", { UserName: "Ann" })).status, 200);
        await done(
          send(other.operatePort, { target: "/reset", headers: ["Authorization", `Bearer ${other.token}`] }),
        );
        await done(calls.sts("GetCallerIdentity"));
        const wrong = callsOf(other, { accessKeyId: id, secretAccessKey: `${secret}.` });
        assert.equal((await wrong.sts("GetCallerIdentity")).code, "SignatureDoesNotMatch");
      });
    }
  });

  test("may have AWS's form where it spells the account, and is refused where it spells another", async () => {
    assert.match(server.root.accessKeyId, /^AKIA[A-Z2-7]{16}$/);
    assert.equal(textOf(await done(root.sts("GetCallerIdentity")), "Account"), EPHEMERAL_ACCOUNT);
    for (const account of ["123456789013", "000000000000", "999999999999"]) {
      await assert.rejects(
        withKey(newAccessKeyId("AKIA", account, randomBytes), async () => undefined),
        {
          message: /PORTCULLIS_ROOT_ACCESS_KEY_ID has AWS's form and must spell the account 123456789012\./,
        },
      );
    }
  });

  test("is made where none is given, and shown to a terminal only", async () => {
    await using other = await startEphemeral({
      env: { PORTCULLIS_ROOT_ACCESS_KEY_ID: "", PORTCULLIS_ROOT_SECRET_ACCESS_KEY: "" },
    });
    assert.match(other.written(), /The root credentials of this run are shown on a terminal only/);
    assert.ok(!/A[KS]IA[A-Z2-7]{16}|export AWS_/.test(other.written()));
  });

  test("does not open another account by an id that nobody was given", async () => {
    for (const accessKeyId of ["test", "minioadmin", newAccessKeyId("AKIA", "210987654321", randomBytes)]) {
      const stranger = callsOf(server, { accessKeyId, secretAccessKey: "test" });
      assert.deepEqual(refusal(await stranger.sts("GetCallerIdentity")), unknownKey);
    }
  });
});

describe("a reset", () => {
  test("brings the first start's state back: users, sessions and history are gone, the root key is as before", async () => {
    const ann = await newUser(server, root, "Ann");
    const session = callsOf(server, credentialsIn(await done(ann.sts("GetSessionToken"))));
    const ofRoot = callsOf(server, credentialsIn(await done(root.sts("GetSessionToken"))));
    await done(session.sts("GetCallerIdentity"));
    await done(ofRoot.sts("GetCallerIdentity"));
    const before = await done(root.iam("GetAccountSummary"));
    assert.ok((await eventsOf(root)).length > 3);
    await reset();

    for (const ended of [ann, session, ofRoot]) {
      assert.deepEqual(refusal(await ended.sts("GetCallerIdentity")), unknownKey);
    }
    assert.equal((await root.iam("GetUser", { UserName: "Ann" })).code, "NoSuchEntity");
    assert.deepEqual(
      (await eventsOf(root)).map(({ EventName }) => EventName),
      ["GetUser"],
    );
    const now = await done(root.iam("GetAccountSummary"));
    assert.notEqual(now.body.replace(/<RequestId>.*/, ""), before.body.replace(/<RequestId>.*/, ""));
    // The same name may be made again, as on the first day.
    await done(root.iam("CreateUser", { UserName: "Ann" }));
  });

  test("puts the clock back", async () => {
    await advance("P30D");
    await reset();
    const { body } = await done(root.iam("CreateUser", { UserName: "Now" }));
    const created = Date.parse(/<CreateDate>([^<]+)</.exec(body)?.[1] ?? "");
    assert.ok(Math.abs(created - Date.now()) < 60_000);
  });

  test("takes less than 20 ms", async () => {
    const times: number[] = [];
    for (let round = 0; round < 7; round++) {
      for (let each = 0; each < 5; each++) await done(root.iam("CreateUser", { UserName: `u${each}` }));
      const began = performance.now();
      await reset();
      times.push(performance.now() - began);
    }
    // The fastest of them, whole round trips: a busy machine makes any one of them wait.
    assert.ok(Math.min(...times) < 20, `${times.map((time) => time.toFixed(1))} ms`);
  });

  test("leaves nothing behind of a change that is under way", async () => {
    const arrived = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let holding = false;
    await using other = await startEphemeral({
      drivers: {
        file: () => Promise.reject(new Error("this server keeps nothing")),
        memory: async () => {
          const storage = await openMemory();
          const commit = async (of: Commit) => {
            if (holding) {
              holding = false;
              arrived.resolve();
              await release.promise;
            }
            await storage.commit(of);
          };
          return { ...storage, commit };
        },
      },
    });
    const calls = callsOf(other, other.root);
    await done(calls.iam("CreateUser", { UserName: "Before" }));
    holding = true;
    const late = calls.iam("CreateUser", { UserName: "Late" });
    await arrived.promise;
    const headers = ["Authorization", `Bearer ${other.token}`];
    await done(send(other.operatePort, { target: "/reset", headers }));
    release.resolve();
    assert.equal((await late).code, "ServiceUnavailable");
    await done(calls.iam("CreateUser", { UserName: "Early" }));
    const { body } = await done(calls.iam("ListUsers"));
    assert.deepEqual(body.match(/<UserName>[^<]*/g), ["<UserName>Early"]);
  });
});

describe("the moved clock", () => {
  /** A user that may list users while a condition holds. */
  async function conditional(name: string, condition: object): Promise<Calls> {
    const calls = await newUser(server, root, name);
    const document = policy({
      Effect: "Allow",
      Action: "iam:ListUsers",
      Resource: "*",
      Condition: condition,
    });
    await done(root.iam("PutUserPolicy", { UserName: name, PolicyName: "Timed", PolicyDocument: document }));
    return calls;
  }
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

  test("ends sessions at their hour, and no sooner", async () => {
    const ann = await newUser(server, root, "Ann");
    const session = callsOf(
      server,
      credentialsIn(await done(ann.sts("GetSessionToken", { DurationSeconds: "3600" }))),
    );
    await advance("PT59M");
    await done(session.sts("GetCallerIdentity"));
    await advance("PT1M");
    assert.deepEqual(refusal(await session.sts("GetCallerIdentity")), expired);
    await done(ann.sts("GetCallerIdentity"));
  });

  test("moves aws:CurrentTime past a date", async () => {
    const before = await conditional("Before", { DateLessThan: { "aws:CurrentTime": inHours(1) } });
    const later = await conditional("Later", { DateGreaterThan: { "aws:CurrentTime": inHours(1) } });
    await done(before.iam("ListUsers"));
    assert.equal((await later.iam("ListUsers")).code, "AccessDenied");
    await advance("PT61M");
    assert.equal((await before.iam("ListUsers")).code, "AccessDenied");
    await done(later.iam("ListUsers"));
  });

  test("moves aws:TokenIssueTime of sessions made from then on", async () => {
    const ann = await newUser(server, root, "Ann");
    const trusted = policy({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${EPHEMERAL_ACCOUNT}:user/Ann` },
      Action: "sts:AssumeRole",
    });
    const late = { DateGreaterThan: { "aws:TokenIssueTime": inHours(2) } };
    const allowed = policy({ Effect: "Allow", Action: "iam:ListUsers", Resource: "*", Condition: late });
    await done(
      root.iam("CreateRole", {
        RoleName: "Late",
        AssumeRolePolicyDocument: trusted,
        MaxSessionDuration: "43200",
      }),
    );
    await done(root.iam("PutRolePolicy", { RoleName: "Late", PolicyName: "p", PolicyDocument: allowed }));
    await done(root.iam("PutUserPolicy", { UserName: "Ann", PolicyName: "p", PolicyDocument: allowed }));
    const session = async () => {
      const RoleArn = `arn:aws:iam::${EPHEMERAL_ACCOUNT}:role/Late`;
      const wish = { RoleArn, RoleSessionName: "trial", DurationSeconds: "43200" };
      return callsOf(server, credentialsIn(await done(ann.sts("AssumeRole", wish))));
    };
    const before = await session();
    await advance("PT3H");
    const after = await session();
    assert.equal((await before.iam("ListUsers")).code, "AccessDenied");
    await done(after.iam("ListUsers"));
    assert.equal((await ann.iam("ListUsers")).code, "AccessDenied", "a long-term key has no issue time");
  });

  test("moves the times that answers and events give", async () => {
    await advance("P1DT2H");
    const { body } = await done(root.iam("CreateUser", { UserName: "Tomorrow" }));
    const ahead = (time: string) => (Date.parse(time) - Date.now()) / 3_600_000;
    assert.ok(Math.abs(ahead(/<CreateDate>([^<]+)</.exec(body)?.[1] ?? "") - 26) < 0.1);
    const [event] = await eventsOf(root, {
      LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: "Tomorrow" }],
    });
    assert.ok(Math.abs(ahead(event?.record.eventTime) - 26) < 0.1);
  });

  test("leaves the window of signatures and the Date header on real time", async () => {
    const sentAt = async (offset: number) => {
      const request = { headers: ["Content-Type", form], body: formOf("sts", "GetCallerIdentity") };
      const date = new Date(Date.now() + offset);
      return send(
        server.port,
        await signed(server.port, request, { service: "sts", credentials: server.root, date }),
      );
    };
    await advance("PT5H");
    const now = await done(sentAt(0));
    assert.ok(Math.abs(Date.parse(String(now.headers.date)) - Date.now()) < 5000);
    const moved = await sentAt(5 * 3_600_000);
    assert.deepEqual([moved.status, moved.code], [403, "SignatureDoesNotMatch"]);
  });

  test("makes a marker as old as it then is: after its hour it continues no list", async () => {
    for (const UserName of ["a", "b", "c"]) await done(root.iam("CreateUser", { UserName }));
    const Marker = textOf(await done(root.iam("ListUsers", { MaxItems: "1" })), "Marker");
    await advance("PT59M");
    const { body } = await done(root.iam("ListUsers", { MaxItems: "1", Marker }));
    assert.match(body, /<UserName>b</);
    await advance("PT2M");
    assert.equal((await root.iam("ListUsers", { Marker })).code, "ValidationError");
  });

  test("cannot be set back, nor beyond ten years", async () => {
    for (const text of ["-PT1H", "PT-1H", "P3654D", "P1Y", "1 hour", ""]) {
      assert.equal((await control("/clock", JSON.stringify({ advance: text }))).status, 400, text);
    }
    const { body } = await done(control("/clock", '{"advance":"PT0S"}'));
    assert.equal(JSON.parse(body).total, 0);
  });
});

describe("attack: the test controls are used by somebody else", () => {
  /** The refusal, after which everything must be as it was. */
  async function assertRefused(status: number, call: Promise<Received>): Promise<void> {
    const answer = await call;
    assert.equal(answer.status, status, answer.body);
    assert.ok(!answer.body.includes(server.token));
    await done(root.iam("GetUser", { UserName: "Kept" }));
  }

  test("without the token, with another one, or with two", async () => {
    await done(root.iam("CreateUser", { UserName: "Kept" }));
    for (const value of [
      "",
      "Bearer",
      "Bearer x",
      `Basic ${server.token}`,
      `Bearer ${server.token} `.repeat(2),
    ]) {
      await assertRefused(401, control("/reset", undefined, ["Authorization", value]));
    }
    const right = `Bearer ${server.token}`;
    await assertRefused(401, control("/reset", undefined, ["Authorization", right, "Authorization", right]));
    await assertRefused(401, control(`/reset?token=${server.token}`, undefined, ["Authorization", "x"]));
    await assertRefused(401, control("/clock", '{"advance":"P1D"}', ["Authorization", "Bearer x"]));
  });

  test("by a page in a browser, or under a name that is not the server's", async () => {
    await done(root.iam("CreateUser", { UserName: "Kept" }));
    for (const headers of [
      ["Origin", `http://127.0.0.1:${server.operatePort}`],
      ["Origin", "null"],
      ["Sec-Fetch-Site", "same-origin"],
      ["sec-fetch-mode", "no-cors"],
    ]) {
      await assertRefused(403, control("/reset", undefined, headers));
    }
    for (const host of [
      "rebound.example",
      "rebound.example:4581",
      "127.0.0.1.rebound.example",
      "169.254.169.254",
    ]) {
      const refused = await control("/reset", undefined, ["Host", host]);
      assert.ok(refused.status >= 400 && refused.status < 500, `${host}: ${refused.status}`);
    }
    await done(root.iam("GetUser", { UserName: "Kept" }));
  });

  test("by another method, or with a body that is too large or says something else", async () => {
    await done(root.iam("CreateUser", { UserName: "Kept" }));
    const Authorization = `Bearer ${server.token}`;
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]) {
      const request = { method, target: "/reset", headers: ["Authorization", Authorization] };
      await assertRefused(405, send(server.operatePort, request));
    }
    await assertRefused(413, control("/reset", " ".repeat(2000)));
    for (const body of ['{"hard":true}', "[]", "reset", "{", "\u0000"]) {
      await assertRefused(400, control("/reset", body));
    }
    for (const body of ["", "{}", "null", '{"advance":3600}', '{"advance":"PT1H","set":"2030-01-01"}']) {
      await assertRefused(400, control("/clock", body));
    }
  });

  test("on the port of the AWS APIs, where there are none", async () => {
    await done(root.iam("CreateUser", { UserName: "Kept" }));
    for (const target of ["/reset", "/clock"]) {
      const headers = ["Authorization", `Bearer ${server.token}`];
      const { status } = await send(server.port, { target, headers, body: "{}" });
      assert.equal(status, 404);
    }
    await done(root.iam("GetUser", { UserName: "Kept" }));
  });
});

describe("a lasting server", () => {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-lasting-"));
  const umask = process.umask();
  after(() => {
    process.umask(umask);
    rmSync(folder, { recursive: true });
  });

  test("has no test controls", async () => {
    await using lasting = await startDurable(join(folder, "data"));
    for (const target of ["/reset", "/clock"]) {
      const headers = ["Authorization", `Bearer ${server.token}`];
      const { status } = await send(lasting.operatePort, { target, headers, body: '{"advance":"PT1H"}' });
      assert.equal(status, 404);
    }
  });

  test("loads none of their code", () => {
    const loadedBy = (...args: readonly string[]) => {
      const program = join(import.meta.dirname, "support/loaded-modules.ts");
      const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
      assert.ok(stdout.includes("pipeline.ts"), stderr);
      return stdout;
    };
    const clocks = /ephemeral-app|test-controls/;
    assert.doesNotMatch(loadedBy("--data-dir", join(folder, "other")), clocks);
    assert.match(loadedBy("--ephemeral"), clocks, "else this test could not fail");
  });
});
