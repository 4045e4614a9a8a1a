import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { assume, openActions } from "./assuming.ts";
import { type Cloud, home, newCloud, start, type Who } from "./harness.ts";
import { ask, claimsOf, ES384, enable, RS256, refusalOf, signer } from "./outbound.ts";
import { allow, document, holder, person, role, trust } from "./people.ts";

const OWN = "https://sts.amazonaws.com/";
const both = ["sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken"];
const headerOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());
const tag = (Key: string, Value: string) => ({ Key, Value });

describe("a web identity token", () => {
  let cloud: Cloud;
  let issuer: string;
  let ann: Who;
  before(async () => {
    cloud = newCloud();
    issuer = await enable(cloud);
    ann = person(cloud, "Ann", allow(...both));
  });

  const read = async (...call: Parameters<typeof ask>) =>
    claimsOf(cloud, (await ask(...call)).WebIdentityToken ?? "");
  const claims = (who: Who, input?: Parameters<typeof ask>[2]) => read(cloud, who, input);

  for (const input of [RS256, ES384]) {
    it(`is signed with ${input.SigningAlgorithm} by a key that is published`, async () => {
      const { WebIdentityToken = "" } = await ask(cloud, ann, input);
      const { alg, typ, kid } = headerOf(WebIdentityToken);
      assert.deepEqual([alg, typ], [input.SigningAlgorithm, "JWT"]);
      assert.equal(cloud.installation().byId["outbound-key"].get(kid ?? "")?.algorithm, alg);
      assert.equal(claimsOf(cloud, WebIdentityToken).iss, issuer);
    });
  }

  it("says who a user is, for five minutes, to one audience", async () => {
    const { WebIdentityToken = "", Expiration } = await ask(cloud, ann);
    const { jti, ...rest } = claimsOf(cloud, WebIdentityToken);
    const arn = `arn:aws:iam::${home}:user/Ann`;
    assert.deepEqual(rest, {
      aud: "https://shop.example",
      sub: arn,
      [OWN]: { aws_account: home, source_region: "us-east-1", principal_id: arn },
      iss: issuer,
      iat: start / 1000,
      exp: start / 1000 + 300,
    });
    assert.match(String(jti), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(Expiration, start + 300_000);
    assert.notEqual((await claims(ann)).jti, jti);
  });

  it("names the root user by its ARN", async () => {
    assert.equal((await claims(cloud.root())).sub, `arn:aws:iam::${home}:root`);
  });

  it("has up to ten audiences and lives from one minute to an hour", async () => {
    const Audience = ["one", "two"];
    const { aud, iat = 0, exp = 0 } = await claims(ann, { ...ES384, Audience, DurationSeconds: 3600 });
    assert.deepEqual([aud, exp - iat], [Audience, 3600]);
    for (const wrong of [
      { Audience: [] },
      { Audience: [""] },
      { Audience: Array.from({ length: 11 }, (_, at) => String(at)) },
      { Audience: ["a".repeat(1001)] },
      { DurationSeconds: 59 },
      { DurationSeconds: 3601 },
      { SigningAlgorithm: "HS256" },
      { SigningAlgorithm: "none" },
      { SigningAlgorithm: "rs256" },
      { Tags: [tag("", "x")] },
      { Tags: Array.from({ length: 51 }, (_, at) => tag(String(at), "x")) },
    ]) {
      const refused = await refusalOf(ask(cloud, ann, { ...ES384, ...wrong } as typeof ES384));
      assert.equal(refused.code, "ValidationError", JSON.stringify(wrong));
    }
    const { message } = await refusalOf(ask(cloud, ann, { ...ES384, SigningAlgorithm: "RS384" }));
    assert.match(message, /^Requested SigningAlgorithm is not supported\. See the GetWebIdentityToken /);
  });

  it("says what the request tags it with, whatever the tags are called", async () => {
    const Tags = [tag("team", "blue"), tag("Region", ""), tag("__proto__", "x"), tag("aws:team", "a")];
    const { [OWN]: own } = await claims(ann, { ...ES384, Tags });
    assert.deepEqual(Object.entries(own.request_tags as object), [
      ["team", "blue"],
      ["Region", ""],
      ["__proto__", "x"],
      ["aws:team", "a"],
    ]);
    const twice = [tag("team", "a"), tag("Team", "b")];
    assert.deepEqual(await refusalOf(ask(cloud, ann, { ...ES384, Tags: twice })), {
      code: "InvalidParameterValue",
      message: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    });
  });

  it("names the role behind a session, its tags under those of the session, and the session's end", async () => {
    const arn = role(cloud, "Worker", allow(...both), trust({ AWS: home }, { Action: openActions }));
    const root = cloud.root();
    cloud.call(root, "iam:TagRole", { RoleName: "Worker", Tags: [tag("Team", "red"), tag("kept", "yes")] });
    const bob = person(cloud, "Bob", allow(...openActions));
    const worker = holder(
      assume(cloud, bob, { SourceIdentity: "bob", Tags: [tag("team", "blue")], DurationSeconds: 900 }),
    );
    const { sub, [OWN]: own } = await claims(worker);
    assert.equal(sub, arn);
    assert.deepEqual(own, {
      aws_account: home,
      source_region: "us-east-1",
      principal_id: arn,
      original_session_exp: "2026-01-15T12:15:00Z",
      source_identity: "bob",
      principal_tags: { team: "blue", kept: "yes" },
    });
    const long = { ...ES384, DurationSeconds: 901 };
    assert.equal((await refusalOf(ask(cloud, worker, long))).code, "SessionDurationEscalationException");
    const { exp } = await claims(worker, { ...ES384, DurationSeconds: 900 });
    assert.equal(exp, start / 1000 + 900);
  });

  it("is for sessions of users, with the session's end, and for none of root", async () => {
    const session = holder(cloud.call(ann, "sts:GetSessionToken", { DurationSeconds: 900 }));
    const { sub, [OWN]: own } = await claims(session, { ...ES384, Tags: [tag("team", "blue")] });
    assert.equal(sub, `arn:aws:iam::${home}:user/Ann`);
    assert.equal(own.original_session_exp, "2026-01-15T12:15:00Z");
    assert.deepEqual(await refusalOf(ask(cloud, session, { ...ES384, DurationSeconds: 901 })), {
      code: "SessionDurationEscalationException",
      message: "Requested token expiry time must be before the original session's expiry time.",
    });
    const ofRoot = holder(cloud.call(cloud.root(), "sts:GetSessionToken"));
    assert.equal((await refusalOf(ask(cloud, ofRoot))).code, "InvalidClientTokenId");
  });

  it("is no larger than AWS takes", async () => {
    const Audience = Array.from({ length: 10 }, () => "a".repeat(990));
    const size = async (Tags: readonly ReturnType<typeof tag>[]) => {
      const { WebIdentityToken = "" } = await ask(cloud, ann, { ...ES384, Audience, Tags });
      return Buffer.from(WebIdentityToken.split(".")[1] ?? "", "base64url").length;
    };
    const some = Array.from({ length: 17 }, (_, at) => tag(`k${at}`, "v".repeat(256)));
    const least = await size(some);
    // A member of JSON besides its value: quotes, colon, comma.
    const rest = 14_984 - least - `,"last":""`.length;
    assert.equal(await size([...some, tag("last", "v".repeat(rest))]), 14_984);
    for (const value of ["v".repeat(rest + 1), `${"v".repeat(rest - 1)}é`]) {
      const input = { ...ES384, Audience, Tags: [...some, tag("last", value)] };
      assert.deepEqual(await refusalOf(ask(cloud, ann, input)), {
        code: "JWTPayloadSizeExceededException",
        message: "JWT payload exceeds maximum allowed size",
      });
    }
  });

  it("is refused where it says what changed while it was signed", async () => {
    const changing = {
      ...signer,
      async sign(...args: Parameters<typeof signer.sign>) {
        const Tags = [tag("team", String(Math.random()))];
        cloud.call(cloud.root(), "iam:TagUser", { UserName: "Ann", Tags });
        return signer.sign(...args);
      },
    };
    assert.equal((await refusalOf(ask(cloud, ann, ES384, changing))).code, "Throttling");
    const busy = { ...signer, sign: async () => "busy" as const };
    assert.equal((await refusalOf(ask(cloud, ann, ES384, busy))).code, "Throttling");
  });
});

describe("who may ask for a web identity token", () => {
  let cloud: Cloud;
  before(async () => {
    cloud = newCloud();
    await enable(cloud);
  });
  let people = 0;
  const holding = (policy?: string) => person(cloud, `P${++people}`, policy);
  const refusal = (who: Who, more: object = {}) => refusalOf(ask(cloud, who, { ...ES384, ...more }));
  const denied = (action: string) => ({
    code: "AccessDenied",
    message: `User: arn:aws:iam::${home}:user/P${people} is not authorized to perform: ${action} on resource: arn:aws:sts::${home}:self because no identity-based policy allows the ${action} action`,
  });

  it("only whom a policy allows, and to tag it whom a policy allows that", async () => {
    assert.deepEqual(await refusal(holding()), denied("sts:GetWebIdentityToken"));
    const plain = holding(allow("sts:GetWebIdentityToken"));
    await ask(cloud, plain, { ...ES384, Tags: [] });
    const Tags = [tag("team", "blue")];
    assert.deepEqual(await refusal(plain, { Tags }), denied("sts:TagGetWebIdentityToken"));
    const on = document({ Action: "sts:GetWebIdentityToken", Resource: `arn:aws:sts::${home}:self` });
    await ask(cloud, holding(on));
    const elsewhere = document({ Action: "sts:GetWebIdentityToken", Resource: "arn:aws:sts::*:other" });
    assert.deepEqual(await refusal(holding(elsewhere)), denied("sts:GetWebIdentityToken"));
  });

  it("and nothing is signed for whoever is refused", async () => {
    const never = { ...signer, sign: () => assert.fail("something was signed") };
    assert.equal((await refusalOf(ask(cloud, holding(), ES384, never))).code, "AccessDenied");
  });

  it("for the audiences, the lifetime and the algorithm that a policy names", async () => {
    const limited = holding(
      document({
        Action: "sts:GetWebIdentityToken",
        Condition: {
          "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": ["https://shop.example", "two"] },
          NumericLessThanEquals: { "sts:DurationSeconds": 300 },
          StringEquals: { "sts:SigningAlgorithm": "ES384" },
        },
      }),
    );
    const no = denied("sts:GetWebIdentityToken");
    await ask(cloud, limited);
    await ask(cloud, limited, { ...ES384, Audience: ["two", "https://shop.example"], DurationSeconds: 60 });
    for (const more of [
      { Audience: ["https://shop.example", "three"] },
      { DurationSeconds: 301 },
      { SigningAlgorithm: "RS256" },
    ]) {
      assert.deepEqual(await refusal(limited, more), no, JSON.stringify(more));
    }
  });

  it("with the tags that a policy names", async () => {
    const tagging = holding(
      document(
        { Action: "sts:GetWebIdentityToken" },
        {
          Action: "sts:TagGetWebIdentityToken",
          Condition: {
            StringEquals: { "aws:RequestTag/team": "blue" },
            "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
          },
        },
      ),
    );
    await ask(cloud, tagging, { ...ES384, Tags: [tag("team", "blue")] });
    for (const Tags of [[tag("team", "red")], [tag("team", "blue"), tag("more", "x")]]) {
      assert.deepEqual(await refusal(tagging, { Tags }), denied("sts:TagGetWebIdentityToken"));
    }
  });
});
