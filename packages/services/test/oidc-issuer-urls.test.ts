/** What a provider of OpenID Connect may be called. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home, newCloud } from "./harness.ts";
import { document, person } from "./people.ts";

const arnOf = (url: string): string => `arn:aws:iam::${home}:oidc-provider/${url}`;

describe("the URL of a provider", () => {
  it("is made without the port that https has anyway", () => {
    const cloud = newCloud();
    const root = cloud.root();
    for (const [submitted, url] of [
      ["https://idp.example.com:443", "idp.example.com"],
      ["https://IDP.example.com:443/a:443/", "IDP.example.com/a:443/"],
    ] as const) {
      const made = cloud.call(root, "iam:CreateOpenIDConnectProvider", { Url: submitted });
      assert.equal(made.OpenIDConnectProviderArn, arnOf(url));
      assert.equal(
        cloud.call(root, "iam:GetOpenIDConnectProvider", {
          OpenIDConnectProviderArn: made.OpenIDConnectProviderArn ?? "",
        }).Url,
        url,
      );
      const { code } = cloud.refusal(root, "iam:CreateOpenIDConnectProvider", { Url: `https://${url}` });
      assert.equal(code, "EntityAlreadyExists");
    }
    const OpenIDConnectProviderArn = arnOf("idp.example.com:443");
    cloud.refusal(root, "iam:GetOpenIDConnectProvider", { OpenIDConnectProviderArn });
  });

  it("attack: is made where its ARN without the port is permitted, and only there", () => {
    const cloud = newCloud();
    const Action = "iam:CreateOpenIDConnectProvider";
    const input = { Url: "https://idp.example.com:443" };
    const eve = person(cloud, "Eve", document({ Action, Resource: arnOf("idp.example.com:*") }));
    assert.equal(cloud.refusal(eve, Action, input).code, "AccessDenied");
    cloud.call(person(cloud, "Bob", document({ Action, Resource: arnOf("idp.example.com") })), Action, input);
  });

  it("has an https URL without another port, user, query or fragment", () => {
    const cloud = newCloud();
    const refused = (text: string) =>
      cloud.refusal(cloud.root(), "iam:CreateOpenIDConnectProvider", { Url: text });
    const none = { code: "ValidationError", message: "Invalid Open ID Connect Provider URL" };
    for (const text of ["idp.example.com", "https://", "://idp.example.com"]) {
      assert.deepEqual(refused(text), none, text);
    }
    for (const text of ["http://idp.example.com", "HTTPS://idp.example.com", "ftp://idp.example.com"]) {
      assert.deepEqual(
        refused(text),
        {
          code: "InvalidInput",
          message: "Invalid Open ID Connect Provider URL. The URL must begin with https://.",
        },
        text,
      );
    }
    const wrong = { code: "InvalidInput", message: "Invalid Open ID Connect Provider URL." };
    const hosts = [
      "idp.example.com:8443",
      "idp.example.com:0443",
      "idp.example.com:443:443",
      "ann:443@idp.example.com",
      ":443",
      "ann@idp.example.com",
      "exa_mple.com",
      "[::1]",
      "-a.b",
      "a..b",
      "é.com",
    ];
    const paths = ["?a=b", "#top", "/a b", "/*", "/a\\b", "/{x}", "/../b", "/./b", "/a/..", "/é", "/\u0000"];
    const texts = [...hosts.map((each) => `https://${each}`), ...paths.map((each) => `https://a.b${each}`)];
    for (const text of [...texts, "https:///path"]) {
      assert.deepEqual(refused(text), wrong, text);
    }
    assert.match(refused(`https://${"a".repeat(248)}`).message, /length less than or equal to 255/);
    for (const text of ["https://192.0.2.1", `https://${"a".repeat(247)}`, "https://a.b/c:d@e/%20~f"]) {
      cloud.call(cloud.root(), "iam:CreateOpenIDConnectProvider", { Url: text });
    }
  });
});
