/** Attack: secrets come out where nobody looks after them. A canary in every field of every operation tells. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Operation, type ServiceId, serviceIds, services } from "@portcullis/aws-model";
import { isBalanced } from "./support/balanced.ts";
import { type Calls, callsOf, credentialsIn, done, eventsOf, formOf, newUser } from "./support/calls.ts";
import {
  type Canary,
  canariesIn,
  type Filling,
  fill,
  isUsual,
  newCanary,
  standsIn,
} from "./support/canary.ts";
import { encodeInput } from "./support/encode-input.ts";
import { policy } from "./support/policy.ts";
import { type Credentials, startEphemeral, type TestServer } from "./support/server.ts";
import { watchedStorage } from "./support/watched-storage.ts";
import { form, presigned, type Received, send, signed } from "./support/wire.ts";

const operations: readonly Operation[] = serviceIds.flatMap((id) => Object.values(services[id].operations));
const fillings: readonly Filling[] = ["whole", "least", "invalid", "mistyped"];
/** Names that nobody may show, whatever a table says of them. */
const secretive =
  /password|secret|sessiontoken|tokencode|(?<!remove)privatekey|assertion(?!encryptionmode)|identitytoken|seed|authenticationcode|tradein/i;

const watched = watchedStorage();
let server: TestServer;
let root: Calls;

const planted: Canary[] = [];
/** Every answer, with the place that it answers. */
const answers: { readonly place: string; readonly body: string }[] = [];

async function call(service: ServiceId, credentials: Credentials, sent: Parameters<typeof signed>[1]) {
  const { signingName } = services[service];
  return send(server.port, await signed(server.port, sent, { service: signingName, credentials }));
}

function heard(place: string, answer: Received): Received {
  answers.push({ place, body: answer.body });
  return answer;
}

/** Texts by where they were found: what calls since an instant may have left behind, beside their own answers. */
async function traces(since = 0): Promise<Readonly<Record<string, string>>> {
  const last = String((await done(root.sts("GetCallerIdentity"))).headers["x-amzn-requestid"]);
  const looked = await eventsOf(root, { StartTime: Math.floor(since / 1000) });
  // Events go to the disk in order: once the last is there, all are.
  const began = performance.now();
  let stored = await watched.stored(`account/${server.account}`, since);
  while (!stored.some(({ record }) => record.includes(last))) {
    assert.ok(performance.now() - began < 10_000, "the last event is not stored");
    await new Promise((resolve) => setTimeout(resolve, 20));
    stored = await watched.stored(`account/${server.account}`, since);
  }
  const metrics = await send(server.operatePort, { method: "GET", target: "/metrics" });
  const realms = [`account/${server.account}`, "installation"];
  const images = await Promise.all(realms.map((realm) => watched.storage().loadRealm(realm)));
  const tails = await Promise.all(realms.map((realm) => watched.storage().changesFrom(realm, 0)));
  return {
    "what LookupEvents gives": JSON.stringify(looked),
    "the stored events": JSON.stringify(stored),
    "the operator's events": JSON.stringify(await watched.stored("installation")),
    "the stored entities": JSON.stringify(images),
    "the tail of changes": JSON.stringify(tails),
    "what the driver was given": JSON.stringify([watched.commits, watched.appended]),
    "the data keys": JSON.stringify(await watched.storage().keys()),
    "the log": server.written(),
    "the metrics": metrics.body,
  };
}

before(async () => {
  server = await startEphemeral({ args: ["--log-level", "trace"], drivers: watched.drivers });
  root = callsOf(server, server.root);
});
after(() => server.stop());

describe("a canary in every field of every operation", () => {
  before(async () => {
    const nobody = (await newUser(server, root, "Nobody")).credentials;
    for (const operation of operations) {
      const place = `${operation.service}:${operation.name}`;
      const calls = fillings.flatMap((filling) =>
        // What is not valid is refused before it is asked whether it is allowed.
        (filling === "whole" ? [server.root, nobody] : [server.root]).map(async (credentials) => {
          const { input, canaries } = fill(operation, filling);
          planted.push(...canaries);
          const answer = await call(operation.service, credentials, encodeInput(operation, input));
          assert.ok(answer.status !== 500, `${place}: ${answer.body}`);
          heard(place, answer);
        }),
      );
      await Promise.all(calls);
    }
  });

  test("is planted in hidden and in other fields, and those named like a secret are hidden", () => {
    const hidden = planted.filter((canary) => canary.hidden);
    assert.ok(hidden.length > 300, `${hidden.length} are hidden`);
    assert.ok(planted.length - hidden.length > 2000);
    for (const { place, hidden, wanted } of planted) {
      const member = /[^ .]+$/.exec(place)?.[0] ?? "";
      if (secretive.test(member) && wanted === "string") assert.ok(hidden, place);
    }
  });

  test("shows in no event, log or metric where the field may not be recorded", async () => {
    const byText = new Map(planted.map((canary) => [canary.text.toLowerCase(), canary]));
    const odd = planted.filter(({ text, hidden }) => hidden && !isUsual(text));
    for (const [where, text] of Object.entries(await traces())) {
      const found = [...canariesIn(text)].map((canary) => byText.get(canary));
      const leaked = found.filter((canary) => canary?.hidden === true);
      leaked.push(...odd.filter((canary) => standsIn(text, canary.text)));
      assert.deepEqual(
        leaked.map((canary) => canary?.place),
        [],
        where,
      );
      const plain = found.filter((canary) => canary?.hidden === false).length;
      if (where.includes("vents") && !where.includes("operator")) {
        assert.ok(plain > 1000, `${where} has ${plain} of the others: else this could not fail`);
      } else if (where === "the metrics") assert.equal(plain, 0, "no caller's text is in the metrics");
    }
  });

  test("shows in no answer where the field may not be recorded", () => {
    const hidden = new Map(
      planted.filter((canary) => canary.hidden).map((canary) => [canary.text.toLowerCase(), canary]),
    );
    const odd = [...hidden.values()].filter(({ text }) => !isUsual(text));
    for (const { place, body } of answers) {
      for (const canary of canariesIn(body)) {
        assert.ok(!hidden.has(canary), `the answer to ${place} shows ${hidden.get(canary)?.place}`);
      }
      for (const canary of odd) {
        if (canary.place.startsWith(`${place} `)) assert.ok(!standsIn(body, canary.text), canary.place);
      }
    }
  });
});

describe("a canary where no field is", () => {
  test("shows in no event, log or metric: parameters, members, headers and paths that nobody reads", async () => {
    const began = Date.now();
    const canaries: string[] = [];
    const stray = () => {
      const canary = newCanary();
      canaries.push(canary);
      return canary;
    };
    const type = ["Content-Type", form];
    const jsonType = ["Content-Type", "application/x-amz-json-1.1"];
    const target = "CloudTrail_20131101.LookupEvents";
    const sent: readonly (readonly [ServiceId, Parameters<typeof signed>[1]])[] = [
      ["iam", { headers: type, body: formOf("iam", "ListUsers", { Password: stray(), [stray()]: "x" }) }],
      ["iam", { headers: type, body: formOf("iam", "CreateUser", { "UserName.Secret": stray() }) }],
      ["iam", { headers: type, body: formOf("iam", stray()) }],
      ["iam", { headers: type, body: `Action=ListUsers&Version=${stray()}` }],
      ["iam", { headers: type, body: `%${stray()}` }],
      [
        "iam",
        { headers: [...type, "X-Api-Key", stray(), "Cookie", stray()], body: formOf("iam", "ListUsers") },
      ],
      ["iam", { headers: type, target: `/?token=${stray()}`, body: formOf("iam", "ListUsers") }],
      ["iam", { headers: type, target: `/${stray()}`, body: formOf("iam", "ListUsers") }],
      ["iam", { headers: ["Content-Type", `text/${stray()}`], body: formOf("iam", "ListUsers") }],
      ["cloudtrail", { headers: [...jsonType, "X-Amz-Target", target], body: `{"Secret":"${stray()}"}` }],
      ["cloudtrail", { headers: [...jsonType, "X-Amz-Target", target], body: `{"NextToken":"${stray()}` }],
      ["cloudtrail", { headers: [...jsonType, "X-Amz-Target", target], body: `{"MaxResults":"${stray()}"}` }],
      ["cloudtrail", { headers: [...jsonType, "X-Amz-Target", stray()], body: "{}" }],
    ];
    for (const [service, request] of sent) heard("a stray call", await call(service, server.root, request));
    for (const [where, text] of Object.entries(await traces(began))) {
      const found = canariesIn(text);
      assert.deepEqual(
        canaries.filter((canary) => found.has(canary)),
        [],
        where,
      );
    }
  });

  test("shows nowhere when the caller proved nothing: key ids, tokens, user agents, names", async () => {
    const began = Date.now();
    const canaries: string[] = [];
    const stray = () => {
      const canary = newCanary();
      canaries.push(canary);
      return canary;
    };
    const body = () => formOf("iam", "CreateUser", { UserName: stray() });
    const headers = () => ["Content-Type", form, "User-Agent", stray(), "Referer", `https://${stray()}/`];
    const { accessKeyId } = server.root;
    for (const credentials of [
      { accessKeyId: stray(), secretAccessKey: "x" },
      { accessKeyId, secretAccessKey: stray() },
      { accessKeyId, secretAccessKey: "x", sessionToken: stray() },
      { accessKeyId: `ASIA${stray().toUpperCase()}`, secretAccessKey: "x", sessionToken: stray() },
    ]) {
      const answer = await call("iam", credentials, { headers: headers(), body: body() });
      assert.equal(answer.status, 403);
      const shown = await presigned(server.port, { target: `/?Action=${stray()}` }, { credentials });
      assert.equal((await send(server.port, shown)).status, 403);
    }
    await send(server.port, { headers: headers(), body: body() });
    await send(server.port, { headers: ["Authorization", `Bearer ${stray()}`], body: body() });
    for (const [where, text] of Object.entries(await traces(began))) {
      const found = canariesIn(text);
      assert.deepEqual(
        canaries.filter((canary) => found.has(canary)),
        [],
        where,
      );
    }
  });
});

describe("a secret that the server makes", () => {
  const made: { readonly kind: string; readonly secret: string }[] = [];
  function note(kind: string, answer: Received): Credentials {
    const credentials = credentialsIn(answer);
    made.push({ kind: `the secret of ${kind}`, secret: credentials.secretAccessKey });
    if (credentials.sessionToken !== undefined) {
      made.push({ kind: `the token of ${kind}`, secret: credentials.sessionToken });
    }
    return credentials;
  }

  const began = Date.now();
  before(async () => {
    await done(root.iam("CreateUser", { UserName: "Maker" }));
    const key = note("a key", await done(root.iam("CreateAccessKey", { UserName: "Maker" })));
    const maker = callsOf(server, key);
    const user = `arn:aws:iam::${server.account}:user/Maker`;
    const trust = policy({ Effect: "Allow", Principal: { AWS: user }, Action: "sts:AssumeRole" });
    await done(root.iam("CreateRole", { RoleName: "Made", AssumeRolePolicyDocument: trust }));
    const RoleArn = `arn:aws:iam::${server.account}:role/Made`;
    const sessions = [
      note("a session", await done(maker.sts("GetSessionToken"))),
      note("root's session", await done(root.sts("GetSessionToken"))),
      note("a role", await done(maker.sts("AssumeRole", { RoleArn, RoleSessionName: "trial" }))),
    ];
    made.push({ kind: "root's secret", secret: server.root.secretAccessKey });
    if (!isBalanced()) made.push({ kind: "the token of the test controls", secret: server.token });
    for (const session of [key, ...sessions]) {
      const holder = callsOf(server, session);
      heard("its use", await done(holder.sts("GetCallerIdentity")));
      heard("its use", await holder.iam("ListUsers"));
      heard("its use", await root.iam("ListAccessKeys", { UserName: "Maker" }));
      // What is signed with another secret is answered with the canonical string.
      const wrong = { ...session, secretAccessKey: "x" };
      const request = { headers: ["Content-Type", form], body: formOf("sts", "GetCallerIdentity") };
      const echoed = heard("a wrong signature", await call("sts", wrong, request));
      assert.match(echoed.body, /canonical string/i);
      const target = "/?Action=GetCallerIdentity&Version=2011-06-15";
      const link = await presigned(server.port, { target }, { service: "sts", credentials: wrong });
      heard("a wrong link", await send(server.port, link));
    }
  });

  test("shows in nothing but its own answer", async () => {
    const texts = { ...(await traces(began)), "another answer": JSON.stringify(answers) };
    assert.ok(made.length >= (isBalanced() ? 8 : 9));
    for (const { kind, secret } of made) {
      const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64").slice(0, -4)];
      for (const [where, text] of Object.entries(texts)) {
        assert.ok(!forms.some((each) => text.includes(each)), `${kind} is in ${where}`);
      }
    }
  });
});
