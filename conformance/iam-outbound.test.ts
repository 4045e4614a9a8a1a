/** Outbound identity federation, as the SDK's clients meet it, and a service that takes the tokens. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as iam from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetWebIdentityTokenCommand } from "@aws-sdk/client-sts";
import { type Token, type Trusted, verifyToken } from "../packages/services/test/verify-token.ts";
import { callsOf, done, eventsOf, newUser } from "./support/calls.ts";
import { type Clients, clientsOf, credentialsOf, failureOf, policy } from "./support/clients.ts";
import { denied, newNobody } from "./support/nobody.ts";
import { until } from "./support/rotation.ts";
import { SOON } from "./support/runtime-nodes.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";
import { send } from "./support/wire.ts";

const account = "123456789012";
const audience = "https://shop.example";
const OWN = "https://sts.amazonaws.com/";

let server: TestServer;
let root: Clients;
let nobody: Clients;

const enable = (by = root) => by.iam.send(new iam.EnableOutboundWebIdentityFederationCommand({}));
const disable = (by = root) => by.iam.send(new iam.DisableOutboundWebIdentityFederationCommand({}));
const info = (by = root) => by.iam.send(new iam.GetOutboundWebIdentityFederationInfoCommand({}));
const ask = (by = root, more: object = {}) =>
  by.sts.send(new GetWebIdentityTokenCommand({ Audience: [audience], SigningAlgorithm: "ES384", ...more }));
const issuer = async () => (await info()).IssuerIdentifier ?? "";

/** What a service that trusts an issuer does: it is told the issuer's URL, and finds all else by it. */
async function verified(token: string | undefined, url: string): Promise<Token> {
  const read = async (from: string) => (await (await fetch(from)).json()) as Record<string, unknown>;
  const { issuer, jwks_uri } = await read(`${url}/.well-known/openid-configuration`);
  assert.equal(issuer, url);
  const { keys } = (await read(String(jwks_uri))) as { keys: Trusted["keys"] };
  return verifyToken(token ?? "", { issuer: url, keys, audience, now: Date.now() });
}

/** The answer at a path of an issuer, but the request's id. */
async function at(path: string): Promise<readonly unknown[]> {
  const answer = await fetch(path);
  const body = (await answer.text()).replace(/<RequestId>[^<]*</, "<RequestId><");
  return [answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control"), body];
}

const control = (target: string, body: object) =>
  done(
    send(server.operatePort, {
      target,
      headers: ["Authorization", `Bearer ${server.token}`],
      body: JSON.stringify(body),
    }),
  );

describe("outbound identity federation", () => {
  before(async () => {
    server = await startEphemeral({ keysEvery: SOON });
    root = clientsOf(server, server.root);
    nobody = await newNobody(server);
  });
  after(() => server.stop());

  test("gives no token before it is enabled, and is enabled once", async () => {
    const early = await failureOf(ask());
    assert.deepEqual([early.name, early.status], ["OutboundWebIdentityFederationDisabledException", 403]);
    for (const call of [info, disable]) {
      const { name, status } = await failureOf(call());
      assert.deepEqual([name, status], ["FeatureDisabledException", 404]);
    }
    const { IssuerIdentifier = "" } = await enable();
    assert.ok(IssuerIdentifier.startsWith(`${server.endpoint}/issuers/`));
    const { JwtVendingEnabled, IssuerIdentifier: told } = await info();
    assert.deepEqual([JwtVendingEnabled, told], [true, IssuerIdentifier]);
    const again = await failureOf(enable());
    assert.deepEqual([again.name, again.status], ["FeatureEnabledException", 409]);
  });

  test("gives root and roles tokens that a service verifies by the issuer's URL alone", async () => {
    const url = await issuer();
    for (const SigningAlgorithm of ["RS256", "ES384"]) {
      const { WebIdentityToken, Expiration } = await ask(root, { SigningAlgorithm });
      const { claims, header } = await verified(WebIdentityToken, url);
      assert.deepEqual([header.alg, claims.sub], [SigningAlgorithm, `arn:aws:iam::${account}:root`]);
      assert.equal(Expiration?.getTime(), claims.exp * 1000);
    }
    const { credentials } = await newUser(server, callsOf(server, server.root), "Ann");
    const AssumeRolePolicyDocument = policy({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:user/Ann` },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    });
    await root.iam.send(
      new iam.CreateRoleCommand({ RoleName: "Job", Path: "/jobs/", AssumeRolePolicyDocument }),
    );
    const PolicyDocument = policy({
      Effect: "Allow",
      Action: ["sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken"],
      Resource: "*",
      Condition: { NumericLessThanEquals: { "sts:DurationSeconds": 900 } },
    });
    await root.iam.send(new iam.PutRolePolicyCommand({ RoleName: "Job", PolicyName: "Own", PolicyDocument }));
    const ann = clientsOf(server, credentials);
    const { Credentials } = await ann.sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${account}:role/jobs/Job`,
        RoleSessionName: "nightly",
        DurationSeconds: 900,
        Tags: [{ Key: "team", Value: "blue" }],
      }),
    );
    const job = clientsOf(server, credentialsOf(Credentials));
    const Tags = [{ Key: "run", Value: "7" }];
    const { claims } = await verified((await ask(job, { Tags })).WebIdentityToken, url);
    const { original_session_exp: ends, ...own } = claims[OWN];
    assert.equal(claims.sub, `arn:aws:iam::${account}:role/jobs/Job`);
    assert.deepEqual(own, {
      aws_account: account,
      source_region: "us-east-1",
      principal_id: claims.sub,
      principal_tags: { team: "blue" },
      request_tags: { run: "7" },
    });
    assert.equal(Date.parse(String(ends)), Credentials?.Expiration?.getTime());
    await control("/clock", { advance: "PT1M" });
    const late = await failureOf(ask(job, { DurationSeconds: 900 }));
    assert.deepEqual([late.name, late.status], ["SessionDurationEscalationException", 403]);
    const long = await failureOf(ask(job, { DurationSeconds: 901 }));
    assert.deepEqual([long.name, long.status], ["AccessDenied", 403]);
  });

  test("refuses what makes no token", async () => {
    const large = Array.from({ length: 50 }, (_, at) => ({ Key: `k${at}`, Value: "v".repeat(256) }));
    for (const [more, name, status] of [
      [
        { Tags: [...large], Audience: Array(10).fill("a".repeat(1000)) },
        "JWTPayloadSizeExceededException",
        400,
      ],
      [{ SigningAlgorithm: "HS256" }, "ValidationError", 400],
      [{ SigningAlgorithm: "none!" }, "ValidationError", 400],
      [{ DurationSeconds: 59 }, "ValidationError", 400],
      [{ Audience: [] }, "ValidationError", 400],
      [
        {
          Tags: [
            { Key: "team", Value: "x" },
            { Key: "Team", Value: "y" },
          ],
        },
        "InvalidParameterValue",
        400,
      ],
    ] as const) {
      const refused = await failureOf(ask(root, more));
      assert.deepEqual([refused.name, refused.status], [name, status]);
    }
  });

  test("publishes keys and no more, to anybody, for a while", async () => {
    const url = await issuer();
    const [status, type, kept, text] = await at(`${url}/.well-known/jwks.json`);
    assert.deepEqual([status, type, kept], [200, "application/json", "public, max-age=300"]);
    const { keys } = JSON.parse(String(text)) as { keys: readonly Record<string, string>[] };
    assert.deepEqual(keys.map((key) => Object.keys(key).sort().join()).sort(), [
      "alg,crv,kid,kty,use,x,y",
      "alg,e,kid,kty,n,use",
    ]);
    const head = await fetch(`${url}/.well-known/jwks.json`, { method: "HEAD" });
    assert.deepEqual([head.status, await head.text()], [200, ""]);
  });

  test("knows no other issuer, as it knows no other path", async () => {
    const url = await issuer();
    const nowhere = await at(`${server.endpoint}/nowhere`);
    assert.equal(nowhere[0], 404);
    const unknown = url.replace(/[^/]+$/, "0f8fad5b-d9cb-469f-a165-70867728950e");
    for (const path of [
      `${unknown}/.well-known/jwks.json`,
      `${unknown}/.well-known/openid-configuration`,
      `${url}/.well-known/jwks`,
      `${url}/.well-known/jwks.json/`,
      `${url}x/.well-known/jwks.json`,
      `${url}/`,
      `${server.endpoint}/issuers/`,
    ]) {
      assert.deepEqual(await at(path), nowhere, path);
    }
  });

  test("records who asked for a token, and no token", async () => {
    const { WebIdentityToken = "" } = await ask(root, { Audience: ["https://recorded.example"] });
    const LookupAttributes = [{ AttributeKey: "EventName", AttributeValue: "GetWebIdentityToken" }];
    const events = await eventsOf(callsOf(server, server.root), { LookupAttributes });
    const mine = events.find(({ text }) => text.includes("https://recorded.example"));
    assert.ok(mine?.text.includes('"signingAlgorithm":"ES384"'));
    for (const part of WebIdentityToken.split(".")) {
      assert.ok(events.every(({ text }) => !text.includes(part)) && !server.written().includes(part));
    }
  });

  test("goes on with the same keys when the data keys that seal them are rotated", async () => {
    const url = await issuer();
    const before = await at(`${url}/.well-known/jwks.json`);
    const calls = callsOf(server, server.root);
    const numbers = async () => {
      const { body } = await done(calls.own("DescribeKeys"));
      const { Keys, Rotation } = JSON.parse(body) as { Keys: { Number: number }[]; Rotation?: object };
      return Rotation === undefined ? Math.min(...Keys.map((key) => key.Number)) : 0;
    };
    await done(calls.own("RotateKeys"));
    await until("everything is sealed anew", async () => (await numbers()) > 1);
    assert.deepEqual(await at(`${url}/.well-known/jwks.json`), before);
    await verified((await ask(root, { SigningAlgorithm: "RS256" })).WebIdentityToken, url);
  });

  test("refuses whoever has no permission", async () => {
    for (const [call, action] of [
      [enable, "EnableOutboundWebIdentityFederation"],
      [disable, "DisableOutboundWebIdentityFederation"],
      [info, "GetOutboundWebIdentityFederationInfo"],
    ] as const) {
      assert.deepEqual(await failureOf(call(nobody)), denied(action, "*"));
    }
    assert.deepEqual(await failureOf(ask(nobody)), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${account}:user/Nobody is not authorized to perform: sts:GetWebIdentityToken on resource: arn:aws:sts::${account}:self because no identity-based policy allows the sts:GetWebIdentityToken action`,
      status: 403,
    });
  });

  test("once disabled gives no token, and its keys until the last token is over", async () => {
    const url = await issuer();
    const { WebIdentityToken } = await ask(root, { DurationSeconds: 3600 });
    await disable();
    assert.equal((await failureOf(ask())).name, "OutboundWebIdentityFederationDisabledException");
    await verified(WebIdentityToken, url);
    await control("/clock", { advance: "PT66M" });
    const nowhere = await at(`${server.endpoint}/nowhere`);
    for (const document of ["jwks.json", "openid-configuration"]) {
      assert.deepEqual(await at(`${url}/.well-known/${document}`), nowhere);
    }
    assert.equal((await enable()).IssuerIdentifier, url);
    await assert.rejects(verified(WebIdentityToken, url), /no such key/);
  });
});
