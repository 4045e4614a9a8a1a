import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { services } from "@portcullis/aws-model";
import {
  callOf,
  dialectOfCall,
  type FoundOperation,
  findJsonOperation,
  findQueryOperation,
  hasFormBody,
  parseForm,
} from "@portcullis/wire";

const form = "application/x-www-form-urlencoded";
const json = "application/x-amz-json-1.1";
const target = "AWSOrganizationsV20161128.DescribeOrganization";

const formOf = (query: string) => {
  const parsed = parseForm(query, undefined);
  assert.ok(parsed.ok);
  return parsed.form;
};
const found = (result: FoundOperation): string =>
  result.ok ? result.operation.name : `${result.failure.code}: ${result.failure.message}`;
const query = (text: string): string => found(findQueryOperation(services.sts, formOf(text)));

describe("a query call", () => {
  it("names its operation by action and version", () => {
    assert.equal(query("Action=GetCallerIdentity&Version=2011-06-15"), "GetCallerIdentity");
    assert.deepEqual(callOf(formOf("Version=2011-06-15&Action=X")), { action: "X", version: "2011-06-15" });
  });

  it("counts the first of repeated actions and versions", () => {
    assert.equal(
      query("Action=GetCallerIdentity&Action=No&Version=2011-06-15&Version=2000-01-01"),
      "GetCallerIdentity",
    );
    assert.match(query("Action=No&Action=GetCallerIdentity&Version=2011-06-15"), /^InvalidAction/);
  });

  for (const [what, text, expected] of [
    ["an unknown action", "Action=No&Version=2011-06-15", "No for version 2011-06-15"],
    [
      "another case",
      "Action=getcalleridentity&Version=2011-06-15",
      "getcalleridentity for version 2011-06-15",
    ],
    ["an empty action", "Action=&Version=2011-06-15", " for version 2011-06-15"],
    ["another version", "Action=AssumeRole&Version=2000-01-01", "AssumeRole for version 2000-01-01"],
    ["an empty version", "Action=AssumeRole&Version=", "AssumeRole for version "],
    ["no version", "Action=AssumeRole", "AssumeRole for version NO_VERSION_SPECIFIED"],
    [
      "attack: a name of every object",
      "Action=__proto__&Version=2011-06-15",
      "__proto__ for version 2011-06-15",
    ],
    [
      "attack: a method of every object",
      "Action=toString&Version=2011-06-15",
      "toString for version 2011-06-15",
    ],
  ] as const) {
    it(`with ${what} is an invalid action`, () => {
      assert.equal(query(text), `InvalidAction: Could not find operation ${expected}`);
    });
  }

  it("without action is told so", () => {
    assert.equal(
      query("Version=2011-06-15"),
      "MissingAction: The request is missing an action or a required parameter.",
    );
  });

  it("has no more than a piece of a long action repeated", () => {
    assert.ok(query(`Action=${"x".repeat(100_000)}&Version=${"y".repeat(100_000)}`).length < 400);
  });

  it("has parameters in its body when that is posted as a form", () => {
    const has = (method: string, contentType: string | undefined) =>
      hasFormBody({ method, contentType, target: undefined });
    assert.equal(has("POST", form), true);
    assert.equal(has("POST", "Application/X-WWW-Form-URLEncoded ; charset=utf-8"), true);
    assert.equal(has("POST", json), false);
    assert.equal(has("POST", "text/plain"), false);
    assert.equal(has("POST", undefined), false);
    assert.equal(has("GET", form), false);
  });
});

describe("a JSON call", () => {
  const call = (head: { method?: string; contentType?: string | undefined; target?: string | undefined }) =>
    found(findJsonOperation(services.organizations, { method: "POST", contentType: json, target, ...head }));

  it("names its operation by its target, in either version", () => {
    assert.equal(call({}), "DescribeOrganization");
    assert.equal(call({ contentType: "application/x-amz-json-1.0; charset=utf-8" }), "DescribeOrganization");
  });

  it("may leave out the namespace of its service", () => {
    const of = (name: string) =>
      found(findJsonOperation(services.cloudtrail, { method: "POST", contentType: json, target: name }));
    assert.equal(of("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"), "LookupEvents");
    assert.equal(of("CloudTrail_20131101.LookupEvents"), "LookupEvents");
    assert.match(of("v20131101.CloudTrail_20131101.LookupEvents"), /^UnknownOperationException/);
    assert.match(of("20131101.LookupEvents"), /^UnknownOperationException/);
  });

  for (const [what, head] of [
    ["an unknown operation", { target: "AWSOrganizationsV20161128.No" }],
    ["the target of another service", { target: "CloudTrail_20131101.LookupEvents" }],
    ["no prefix", { target: "DescribeOrganization" }],
    ["no target", { target: undefined }],
    ["a form's content type", { contentType: form }],
    ["plain JSON", { contentType: "application/json" }],
    ["no content type", { contentType: undefined }],
    ["another method", { method: "GET" }],
    ["attack: a name of every object", { target: "AWSOrganizationsV20161128.__proto__" }],
  ] as const) {
    it(`with ${what} is an unknown operation`, () => {
      assert.equal(call(head), "UnknownOperationException: ");
    });
  }
});

describe("a call to no known service", () => {
  const dialect = (contentType: string | undefined, to?: string) =>
    dialectOfCall({ method: "POST", contentType, target: to });

  it("is answered in the protocol that it is written in", () => {
    assert.equal(dialect(form).protocol, "query");
    assert.equal(dialect(undefined).protocol, "query");
    assert.deepEqual(dialect("application/x-amz-json-1.0"), { protocol: "json", version: "1.0" });
    assert.deepEqual(dialect(undefined, "X.Y"), { protocol: "json", version: "1.1" });
  });
});
