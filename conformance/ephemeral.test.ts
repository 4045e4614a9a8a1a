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
  newUser,
  refusal,
  textOf,
} from "./support/calls.ts";
import { EPHEMERAL_ACCOUNT, startDurable, startEphemeral, type TestServer } from "./support/server.ts";
import { type Received, send } from "./support/wire.ts";

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
    await done(control("/clock", '{"advance":"P30D"}'));
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
