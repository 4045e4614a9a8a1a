import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InputOf } from "@portcullis/services";
import { type Cloud, home, newCloud, other, start } from "./harness.ts";
import { allow, document, person } from "./people.ts";

const Url = "https://idp.example.com/Tenant/v2.0";
const arnOf = (url: string, account = home): string => `arn:aws:iam::${account}:oidc-provider/${url}`;
const OpenIDConnectProviderArn = arnOf("idp.example.com/Tenant/v2.0");
const named = { OpenIDConnectProviderArn };
const thumbprint = (digit: string): string => digit.repeat(40);
type New = InputOf<"iam:CreateOpenIDConnectProvider">;

function withProvider(more: Partial<New> = {}): Cloud {
  const cloud = newCloud();
  cloud.call(cloud.root(), "iam:CreateOpenIDConnectProvider", { Url, ...more });
  return cloud;
}

const read = (cloud: Cloud, arn = OpenIDConnectProviderArn) =>
  cloud.call(cloud.root(), "iam:GetOpenIDConnectProvider", { OpenIDConnectProviderArn: arn });

describe("an OpenID Connect provider", () => {
  it("is created with everything, and read without the scheme, thumbprints in lower case, tags by key", () => {
    const cloud = newCloud();
    const Tags = [
      { Key: "b", Value: "2" },
      { Key: "a", Value: "1" },
    ];
    const made = cloud.call(cloud.root(), "iam:CreateOpenIDConnectProvider", {
      Url,
      ClientIDList: ["web", "cli", "web"],
      ThumbprintList: [thumbprint("A"), thumbprint("1")],
      Tags,
    });
    assert.deepEqual(made, { OpenIDConnectProviderArn, Tags });
    assert.deepEqual(read(cloud), {
      Url: "idp.example.com/Tenant/v2.0",
      ClientIDList: ["web", "cli"],
      ThumbprintList: [thumbprint("a"), thumbprint("1")],
      CreateDate: start,
      Tags: Tags.toReversed(),
    });
  });

  it("needs no more than its URL, and then has no thumbprint: nothing is fetched", () => {
    const cloud = newCloud();
    assert.deepEqual(cloud.call(cloud.root(), "iam:CreateOpenIDConnectProvider", { Url }), named);
    const { ClientIDList, ThumbprintList, Tags } = read(cloud);
    assert.deepEqual(
      { ClientIDList, ThumbprintList, Tags },
      { ClientIDList: [], ThumbprintList: [], Tags: [] },
    );
  });

  it("is listed by URL", () => {
    const cloud = withProvider();
    const root = cloud.root();
    for (const each of ["https://z.example.com", "https://a.example.com"]) {
      cloud.call(root, "iam:CreateOpenIDConnectProvider", { Url: each });
    }
    assert.deepEqual(cloud.call(root, "iam:ListOpenIDConnectProviders"), {
      OpenIDConnectProviderList: [
        { Arn: arnOf("a.example.com") },
        { Arn: OpenIDConnectProviderArn },
        { Arn: arnOf("z.example.com") },
      ],
    });
  });

  it("is one for a URL; its host compares without case, its path with case and to the last slash", () => {
    const cloud = withProvider();
    const root = cloud.root();
    for (const same of [Url, "https://IDP.example.com/Tenant/v2.0"]) {
      assert.deepEqual(cloud.refusal(root, "iam:CreateOpenIDConnectProvider", { Url: same }), {
        code: "EntityAlreadyExists",
        message: `Provider with url ${same} already exists.`,
      });
    }
    for (const another of [`${Url}/`, "https://idp.example.com/tenant/v2.0", "https://idp.example.com"]) {
      const made = cloud.call(root, "iam:CreateOpenIDConnectProvider", { Url: another });
      assert.equal(read(cloud, made.OpenIDConnectProviderArn).Url, another.slice(8));
    }
    cloud.call(cloud.root(other), "iam:CreateOpenIDConnectProvider", { Url });
  });

  it("has five thumbprints of forty characters at most", () => {
    const cloud = withProvider();
    const root = cloud.root();
    const six = ["1", "2", "3", "4", "5", "6"].map(thumbprint);
    const tooMany = { code: "InvalidInput", message: "Thumbprint list must contain fewer than 5 entries." };
    const fresh = { Url: "https://a.b" };
    assert.deepEqual(
      cloud.refusal(root, "iam:CreateOpenIDConnectProvider", { ...fresh, ThumbprintList: six }),
      tooMany,
    );
    const update = { ...named, ThumbprintList: six };
    assert.deepEqual(cloud.refusal(root, "iam:UpdateOpenIDConnectProviderThumbprint", update), tooMany);
    for (const length of [39, 41]) {
      const input = { ...named, ThumbprintList: ["a".repeat(length)] };
      const { code } = cloud.refusal(root, "iam:UpdateOpenIDConnectProviderThumbprint", input);
      assert.equal(code, "ValidationError");
    }
    cloud.call(root, "iam:UpdateOpenIDConnectProviderThumbprint", { ...named, ThumbprintList: six.slice(1) });
    assert.deepEqual(read(cloud).ThumbprintList, six.slice(1));
    cloud.call(root, "iam:UpdateOpenIDConnectProviderThumbprint", {
      ...named,
      ThumbprintList: [thumbprint("F")],
    });
    assert.deepEqual(read(cloud).ThumbprintList, [thumbprint("f")], "the list replaces what was there");
  });

  it("takes a client id twice and gives one up twice without an error", () => {
    const cloud = withProvider({ ClientIDList: ["web"] });
    const root = cloud.root();
    for (const _ of ["once", "again"]) {
      cloud.call(root, "iam:AddClientIDToOpenIDConnectProvider", { ...named, ClientID: "Web" });
      assert.deepEqual(read(cloud).ClientIDList, ["web", "Web"], "client ids compare with case");
    }
    for (const _ of ["once", "again"]) {
      cloud.call(root, "iam:RemoveClientIDFromOpenIDConnectProvider", { ...named, ClientID: "web" });
      assert.deepEqual(read(cloud).ClientIDList, ["Web"]);
    }
  });

  it("has a hundred client ids at most, and a client id 255 characters", () => {
    const ids = Array.from({ length: 100 }, (_, at) => `app-${at}`);
    const cloud = withProvider({ ClientIDList: ids });
    const root = cloud.root();
    const full = {
      code: "LimitExceeded",
      message: "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
    };
    const add = (ClientID: string) =>
      cloud.refusal(root, "iam:AddClientIDToOpenIDConnectProvider", { ...named, ClientID });
    assert.deepEqual(add("one-more"), full);
    cloud.call(root, "iam:AddClientIDToOpenIDConnectProvider", { ...named, ClientID: "app-0" });
    const fresh = { Url: "https://a.b", ClientIDList: [...ids, "one-more"] };
    assert.deepEqual(cloud.refusal(root, "iam:CreateOpenIDConnectProvider", fresh), full);
    assert.equal(add("x".repeat(256)).code, "ValidationError");
  });

  it("is one of a hundred in an account, and counts in the summary", () => {
    const cloud = newCloud();
    const root = cloud.root();
    for (let at = 0; at < 100; at++) {
      cloud.call(root, "iam:CreateOpenIDConnectProvider", { Url: `https://idp-${at}.example.com` });
    }
    assert.deepEqual(cloud.refusal(root, "iam:CreateOpenIDConnectProvider", { Url }), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100",
    });
    assert.equal(cloud.call(root, "iam:GetAccountSummary").SummaryMap?.Providers, 100);
  });

  it("is deleted once, whatever roles trust it, and cannot be found then", () => {
    const cloud = withProvider();
    const root = cloud.root();
    const trusting = JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Federated: OpenIDConnectProviderArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "idp.example.com/Tenant/v2.0:aud": "web" } },
      },
    });
    const role = { RoleName: "Web", AssumeRolePolicyDocument: trusting };
    cloud.call(root, "iam:CreateRole", role);
    cloud.call(root, "iam:DeleteOpenIDConnectProvider", named);
    assert.equal(
      cloud.call(root, "iam:GetRole", { RoleName: "Web" }).Role.AssumeRolePolicyDocument,
      trusting,
    );
    const missing = (message: string) => ({ code: "NoSuchEntity", message });
    const toRead = missing(`OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`);
    const toChange = missing(`OpenId connect Provider ${OpenIDConnectProviderArn} cannot be found.`);
    const ClientID = "web";
    const refused = {
      "iam:GetOpenIDConnectProvider": [named, toRead],
      "iam:ListOpenIDConnectProviderTags": [named, toRead],
      "iam:TagOpenIDConnectProvider": [{ ...named, Tags: [] }, toRead],
      "iam:UntagOpenIDConnectProvider": [{ ...named, TagKeys: [] }, toRead],
      "iam:DeleteOpenIDConnectProvider": [named, toChange],
      "iam:AddClientIDToOpenIDConnectProvider": [{ ...named, ClientID }, toChange],
      "iam:RemoveClientIDFromOpenIDConnectProvider": [{ ...named, ClientID }, toChange],
      "iam:UpdateOpenIDConnectProviderThumbprint": [{ ...named, ThumbprintList: [] }, toChange],
    } as const;
    for (const [id, [input, failure]] of Object.entries(refused)) {
      assert.deepEqual(cloud.refusal(root, id as keyof typeof refused, input as never), failure, id);
    }
  });

  it("that is made again under the same URL keeps nothing of the one that was", () => {
    const cloud = withProvider({ ClientIDList: ["old"], Tags: [{ Key: "a", Value: "1" }] });
    cloud.call(cloud.root(), "iam:DeleteOpenIDConnectProvider", named);
    cloud.call(cloud.root(), "iam:CreateOpenIDConnectProvider", { Url });
    const { ClientIDList, Tags } = read(cloud);
    assert.deepEqual({ ClientIDList, Tags }, { ClientIDList: [], Tags: [] });
  });
});

describe("the ARN of an OpenID Connect provider", () => {
  it("must be one", () => {
    const cloud = withProvider();
    const refused = (arn: string) =>
      cloud.refusal(cloud.root(), "iam:GetOpenIDConnectProvider", { OpenIDConnectProviderArn: arn });
    assert.deepEqual(refused("idp.example.com/Tenant/v2.0"), {
      code: "ValidationError",
      message: "Invalid ARN:  Could not be parsed!",
    });
    for (const arn of [
      "arn:aws:iam::123456789012:role/Worker",
      "arn:aws:iam::123456789012:saml-provider/idp.example.com",
      "arn:aws:iam::123456789012:oidc-provider/",
      "arn:aws:sts::123456789012:oidc-provider/idp.example.com",
    ]) {
      assert.deepEqual(
        refused(arn),
        { code: "ValidationError", message: "Invalid resource type in ARN" },
        arn,
      );
    }
  });

  it("names the provider only where it is spelled as the provider is", () => {
    const cloud = withProvider();
    for (const url of [
      "IDP.example.com/Tenant/v2.0",
      "idp.example.com/tenant/v2.0",
      "idp.example.com/Tenant/v2.0/",
      "idp.example.com/Tenant/%762.0",
    ]) {
      const input = { OpenIDConnectProviderArn: arnOf(url) };
      assert.equal(
        cloud.refusal(cloud.root(), "iam:GetOpenIDConnectProvider", input).code,
        "NoSuchEntity",
        url,
      );
    }
  });

  it("attack: another spelling of it walks around a deny", () => {
    const cloud = withProvider();
    const deny = document(
      { Action: "iam:*" },
      { Effect: "Deny", Action: "iam:*", Resource: OpenIDConnectProviderArn },
    );
    const bob = person(cloud, "Bob", deny);
    assert.equal(cloud.refusal(bob, "iam:DeleteOpenIDConnectProvider", named).code, "AccessDenied");
    const spelled = { OpenIDConnectProviderArn: arnOf("IDP.example.com/Tenant/v2.0") };
    assert.equal(cloud.refusal(bob, "iam:DeleteOpenIDConnectProvider", spelled).code, "NoSuchEntity");
    assert.equal(cloud.refusal(bob, "iam:CreateOpenIDConnectProvider", { Url }).code, "AccessDenied");
  });

  it("of another account is not the caller's, and nothing of it is told", () => {
    const cloud = newCloud();
    cloud.call(cloud.root(other), "iam:CreateOpenIDConnectProvider", { Url });
    for (const url of ["idp.example.com/Tenant/v2.0", "nobody.example.com"]) {
      const theirs = arnOf(url, other);
      const { code, message } = cloud.refusal(cloud.root(), "iam:GetOpenIDConnectProvider", {
        OpenIDConnectProviderArn: theirs,
      });
      assert.equal(code, "AccessDenied");
      assert.ok(message.includes(`on resource: ${theirs}`), message);
    }
  });

  it("may stand in a trust policy with the slash at its end", () => {
    const cloud = newCloud();
    const trusting = (Federated: string) => ({
      RoleName: "Web",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity" },
      }),
    });
    cloud.call(cloud.root(), "iam:CreateRole", trusting(arnOf("tenant.example.com/")));
    assert.equal(
      cloud.refusal(cloud.root(), "iam:CreateRole", trusting(arnOf(""))).code,
      "EntityAlreadyExists",
    );
    cloud.call(cloud.root(), "iam:DeleteRole", { RoleName: "Web" });
    assert.equal(
      cloud.refusal(cloud.root(), "iam:CreateRole", trusting(arnOf(""))).message,
      "Federated principals must be valid domain names or SAML metadata ARNs",
    );
  });
});

describe("tags of an OpenID Connect provider", () => {
  it("need the permission to tag where it is created with them, and decide on it afterwards", () => {
    const cloud = withProvider({ Tags: [{ Key: "team", Value: "blue" }] });
    const bob = person(cloud, "Bob", allow("iam:CreateOpenIDConnectProvider"));
    const tagged = { Url: "https://a.b", Tags: [{ Key: "team", Value: "red" }] };
    assert.match(
      cloud.refusal(bob, "iam:CreateOpenIDConnectProvider", tagged).message,
      /perform: iam:TagOpenIDConnectProvider on resource: arn:aws:iam::123456789012:oidc-provider\/a\.b because/,
    );
    const own = { StringEquals: { "aws:ResourceTag/team": "blue" } };
    const cid = person(cloud, "Cid", document({ Action: "iam:GetOpenIDConnectProvider", Condition: own }));
    cloud.call(cid, "iam:GetOpenIDConnectProvider", named);
    cloud.call(cloud.root(), "iam:UntagOpenIDConnectProvider", { ...named, TagKeys: ["team"] });
    assert.equal(cloud.refusal(cid, "iam:GetOpenIDConnectProvider", named).code, "AccessDenied");
  });
});
