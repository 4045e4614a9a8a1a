import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isPublished, outboundIssuerOf, outboundKeysOf, publishedIssuer } from "@portcullis/directory";
import { type Cloud, home, newCloud, other, type Who } from "./harness.ts";
import { ask, claimsOf, ES384, enable, info, refusalOf, signer } from "./outbound.ts";

const disable = (cloud: Cloud, who: Who = cloud.root()) =>
  cloud.call(who, "iam:DisableOutboundWebIdentityFederation");
const issuerOf = (cloud: Cloud) =>
  outboundIssuerOf(cloud.installation(), home) ?? assert.fail("there is no issuer");
const keysOf = (cloud: Cloud) => outboundKeysOf(cloud.installation(), issuerOf(cloud).id);
const HOUR = 3600_000;

describe("outbound identity federation", () => {
  it("is disabled until it is enabled, and told of in AWS's words", async () => {
    const cloud = newCloud();
    for (const [id, message] of [
      ["iam:GetOutboundWebIdentityFederationInfo", "is disabled for account"],
      ["iam:DisableOutboundWebIdentityFederation", "is already disabled for account"],
    ] as const) {
      assert.deepEqual(cloud.refusal(cloud.root(), id), {
        code: "FeatureDisabled",
        message: `Outbound identity federation ${message} ${home}`,
      });
    }
    assert.deepEqual(await refusalOf(ask(cloud, cloud.root())), {
      code: "OutboundWebIdentityFederationDisabledException",
      message: "OutboundWebIdentityFederation is disabled.",
    });
    const issuer = await enable(cloud);
    assert.match(issuer, /^https:\/\/iam\.example\.com\/issuers\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual(info(cloud), { IssuerIdentifier: issuer, JwtVendingEnabled: true });
    assert.deepEqual(await refusalOf(enable(cloud)), {
      code: "FeatureEnabled",
      message: `Outbound identity federation is already enabled for account ${home}`,
    });
  });

  it("is each account's own, with an issuer and keys of its own", async () => {
    const cloud = newCloud();
    const ours = await enable(cloud);
    assert.equal(
      cloud.refusal(cloud.root(other), "iam:GetOutboundWebIdentityFederationInfo").code,
      "FeatureDisabled",
    );
    const theirs = await enable(cloud, cloud.root(other));
    assert.notEqual(theirs, ours);
    const { WebIdentityToken = "" } = await ask(cloud, cloud.root(other));
    assert.equal(claimsOf(cloud, WebIdentityToken, other).iss, theirs);
    assert.throws(() => claimsOf(cloud, WebIdentityToken, home), /no such key/);
  });

  it("is enabled by one of two who try at once", async () => {
    const cloud = newCloud();
    const both = await Promise.allSettled([enable(cloud), enable(cloud)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal(cloud.installation().byId["outbound-issuer"].size, 1);
    assert.equal(keysOf(cloud).length, 2);
  });

  it("keeps the private keys sealed, for the installation alone", async () => {
    const cloud = newCloud();
    await enable(cloud);
    for (const { secret, publicKey } of keysOf(cloud)) {
      assert.doesNotMatch(Buffer.from(secret, "base64").toString("latin1"), /PRIVATE KEY/);
      assert.ok(!("d" in publicKey));
    }
  });

  it("cannot be enabled where nobody could read the keys", async () => {
    const cloud = newCloud();
    cloud.issuers = undefined;
    const { code, message } = await refusalOf(enable(cloud));
    assert.equal(code, "NotImplemented");
    assert.match(message, /no public HTTPS URL .* --public-url\.$/);
    assert.equal(cloud.installation().byId["outbound-key"].size, 0);
  });

  it("makes no keys for whoever may not enable it, nor where it is enabled", async () => {
    const cloud = newCloud();
    await enable(cloud);
    const never = { ...signer, makeKeys: () => assert.fail("keys were made") };
    assert.equal((await refusalOf(enable(cloud, cloud.root(), never))).code, "FeatureEnabled");
  });

  it("asks for patience where too many keys are being made", async () => {
    const cloud = newCloud();
    const busy = { ...signer, makeKeys: async () => "busy" as const };
    assert.equal((await refusalOf(enable(cloud, cloud.root(), busy))).code, "Throttling");
    assert.equal(cloud.installation().byId["outbound-issuer"].size, 0);
  });

  it("gives the same issuer and keys to whoever disables it for a while", async () => {
    const cloud = newCloud();
    const issuer = await enable(cloud);
    const before = keysOf(cloud);
    disable(cloud);
    assert.equal(
      (await refusalOf(ask(cloud, cloud.root()))).code,
      "OutboundWebIdentityFederationDisabledException",
    );
    assert.equal(
      cloud.refusal(cloud.root(), "iam:DisableOutboundWebIdentityFederation").code,
      "FeatureDisabled",
    );
    const never = { ...signer, makeKeys: () => assert.fail("keys were made") };
    cloud.issuers = "https://iam.example.com/issuers";
    assert.equal(await enable(cloud, cloud.root(), never), issuer);
    assert.deepEqual(keysOf(cloud), before);
  });

  it("once disabled publishes its keys until the last token is over, and nothing after that", async () => {
    const cloud = newCloud();
    await enable(cloud);
    const { WebIdentityToken = "" } = await ask(cloud, cloud.root(), { ...ES384, DurationSeconds: 3600 });
    disable(cloud);
    const { id } = issuerOf(cloud);
    cloud.now += HOUR - 1000;
    assert.ok(publishedIssuer(cloud.installation(), id, cloud.now));
    assert.equal(claimsOf(cloud, WebIdentityToken).sub, `arn:aws:iam::${home}:root`);
    cloud.now += 1000 + 300_000;
    assert.equal(isPublished(issuerOf(cloud), cloud.now), false);
    assert.equal(publishedIssuer(cloud.installation(), id, cloud.now), undefined);
  });

  it("after that begins with new keys under the same issuer, at the URL of that time", async () => {
    const cloud = newCloud();
    const issuer = await enable(cloud);
    const before = keysOf(cloud).map(({ id }) => id);
    disable(cloud);
    cloud.now += 2 * HOUR;
    cloud.issuers = "https://id.example.com/issuers";
    assert.equal(await enable(cloud), issuer.replace("iam.example.com", "id.example.com"));
    const { WebIdentityToken = "" } = await ask(cloud, cloud.root());
    assert.match(String(claimsOf(cloud, WebIdentityToken).iss), /^https:\/\/id\.example\.com\//);
    assert.equal(keysOf(cloud).length, 2);
    assert.ok(keysOf(cloud).every(({ id }) => !before.includes(id)));
  });

  it("makes nobody a provider whose tokens are taken here, under whatever name of the server", async () => {
    const cloud = newCloud();
    const issuer = await enable(cloud, cloud.root(other));
    const create = (Url: string) => cloud.refusal(cloud.root(), "iam:CreateOpenIDConnectProvider", { Url });
    for (const url of [
      issuer,
      issuer.replace("iam.example.com", "alias.example"),
      issuer.toUpperCase(),
      `${issuer}/x`,
    ]) {
      assert.deepEqual(create(url.replace("HTTPS", "https")), {
        code: "InvalidInput",
        message: "Tokens of outbound identity federation cannot be used for OpenID Connect federation.",
      });
    }
    const Url = issuer.replace(/[^/]+$/, "0f8fad5b-d9cb-469f-a165-70867728950e");
    cloud.call(cloud.root(), "iam:CreateOpenIDConnectProvider", { Url });
  });
});
