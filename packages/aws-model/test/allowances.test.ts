import assert from "node:assert/strict";
import { test } from "node:test";
import { allowances } from "../../../tools/generate/allowances.ts";
import { news } from "../../../tools/generate/managed-policies.ts";
import { swapQuotes } from "../src/managed-policies.ts";

test("an action that a new text adds is newly allowed", () => {
  const before = policy({ Effect: "Allow", Action: ["s3:Get*"], Resource: "*" });
  const after = policy({ Effect: "Allow", Action: ["s3:Get*", "s3:PutObject"], Resource: "*" });
  assert.deepEqual(allowances(before, after), ["newly allows s3:PutObject on *"]);
});

test("a wider resource or a dropped condition is shown, although the action is not new", () => {
  const condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
  const before = policy(
    { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" },
    { Effect: "Allow", Action: "s3:PutObject", Resource: "*", Condition: condition },
  );
  const after = policy(
    { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
    { Effect: "Allow", Action: "s3:PutObject", Resource: "*" },
  );
  assert.deepEqual(allowances(before, after), [
    "allows differently s3:GetObject on *",
    "allows differently s3:PutObject on *",
  ]);
});

test("a deny that is gone allows more", () => {
  const before = policy({ Effect: "Deny", Action: "iam:*", Resource: "*" });
  assert.deepEqual(allowances(before, policy()), ["no longer denies iam:* on *"]);
});

test("fewer exceptions to everything allow more", () => {
  const before = policy({ Effect: "Allow", NotAction: ["iam:*", "organizations:*"], Resource: "*" });
  const after = policy({ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" });
  assert.deepEqual(allowances(before, after), ["newly allows all but iam:* on *"]);
});

test("an action less, another order or another Sid allows nothing more", () => {
  const before = policy({ Sid: "A", Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: "*" });
  const after = policy({ Sid: "B", Effect: "Allow", Action: ["s3:List*"], Resource: ["*"] });
  assert.deepEqual(allowances(before, after), ["allows nothing more"]);
});

test("new, changed and vanished policies are news, unchanged ones are not", () => {
  const row = (version: string, ...statements: object[]) =>
    `ANPA ${version} 2020-01-01T00:00:00Z 2020-01-01T00:00:00Z ${swapQuotes(policy(...statements))}`;
  const read = { Effect: "Allow", Action: "s3:Get*", Resource: "*" };
  const write = { Effect: "Allow", Action: "s3:Put`*", Resource: "*" };
  const before = { "/Same": row("v1", read), "/Gone": row("v1", read), "/Changed": row("v1", read) };
  const after = { "/Same": row("v1", read), "/New": row("v1", write), "/Changed": row("v2", read, write) };
  assert.deepEqual(news(before, after), [
    "/New v1 is new",
    "  newly allows s3:Put`* on *",
    "/Changed v1 → v2",
    "  newly allows s3:Put`* on *",
    "/Gone is gone",
  ]);
});

function policy(...statements: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
