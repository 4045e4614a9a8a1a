import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { describe, it } from "node:test";
import { issuerPath } from "../src/issuers/issuer-path.ts";
import { issuersOf } from "../src/issuers/issuers-of.ts";

const id = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("the URL of issuers", () => {
  it("is below the public URL, or the base path where that has no path of its own", () => {
    for (const [url, basePath, issuers] of [
      ["https://iam.example", "", "https://iam.example/issuers"],
      ["https://iam.example:8443", "/base", "https://iam.example:8443/base/issuers"],
      ["https://iam.example/seen", "/base", "https://iam.example/seen/issuers"],
      ["http://127.0.0.1:4580", "", "http://127.0.0.1:4580/issuers"],
      ["http://[::1]:4580/base", "/base", "http://[::1]:4580/base/issuers"],
      ["http://localhost:4580", "", "http://localhost:4580/issuers"],
    ] as const) {
      assert.equal(issuersOf(url, basePath), issuers);
    }
  });

  it("is none where somebody could answer in this server's place, or no URL is known", () => {
    for (const url of [
      "http://iam.example",
      "http://10.0.0.1:4580",
      "http://localhost.example",
      "",
      undefined,
    ]) {
      assert.equal(issuersOf(url, ""), undefined, url);
    }
  });
});

describe("the path of an issuer's document", () => {
  const asked = (url: string, method = "GET", basePath = "") =>
    issuerPath(basePath, { method, url } as IncomingMessage);

  it("is read where it is one exactly, below the base path, by GET and HEAD", () => {
    for (const document of ["openid-configuration", "jwks.json"]) {
      const path = `/issuers/${id}/.well-known/${document}`;
      const found = { id, document };
      assert.deepEqual(asked(path), found);
      assert.deepEqual(asked(path, "HEAD"), found);
      assert.deepEqual(asked(`${path}?cache=1`), found);
      assert.deepEqual(asked(`/base${path}`, "GET", "/base"), found);
    }
  });

  it("is no other path and no other method's", () => {
    const path = `/issuers/${id}/.well-known/jwks.json`;
    for (const method of ["POST", "PUT", "OPTIONS", ""]) assert.equal(asked(path, method), undefined);
    for (const url of [
      "",
      "/",
      "/issuers/",
      `/issuers/${id}`,
      `/issuers/${id}/.well-known/`,
      `/issuers/${id}/.well-known/jwks_json`,
      `/issuers/${id}/.well-known/jwks.json/`,
      `/issuers/${id.toUpperCase()}/.well-known/jwks.json`,
      `/issuers/${id}/../${id}/.well-known/jwks.json`,
      `/issuers/__proto__/.well-known/jwks.json`,
      `//issuers/${id}/.well-known/jwks.json`,
      `http://iam.example${path}`,
      `${path}%00`,
    ]) {
      assert.equal(asked(url), undefined, url);
    }
    assert.equal(asked(path, "GET", "/base"), undefined);
  });
});
