/** Policies that a simulation leaves out. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home, other } from "./harness.ts";
import { allow } from "./people.ts";
import {
  ActionNames,
  allowed,
  ann,
  cloud,
  type Input,
  inlineOf,
  managed,
  readOnly,
  root,
  without,
} from "./simulated-principals.ts";

describe("what a simulation leaves out", () => {
  const [get, put, remove] = ActionNames;

  it("is named by its type", () => {
    assert.deepEqual(without({ PolicyType: "inline" }), [get, remove]);
    assert.deepEqual(without({ PolicyType: "aws-managed" }), [get, put, remove]);
    assert.deepEqual(without({ PolicyType: "inline" }, { PolicyType: "aws-managed" }), [remove]);
    assert.deepEqual(without({ PolicyType: "user-managed" }), [get, put]);
    for (const PolicyType of ["scp", "rcp", "permission-boundary"] as const)
      assert.deepEqual(without({ PolicyType }), [get, put, remove]);
    const PolicyInputList = [allow("sqs:*")];
    assert.ok(
      allowed({ PolicyInputList, PolicyExclusionList: [{ PolicyType: "inline" }] }).includes(
        "sqs:SendMessage",
      ),
      "what the request adds stays",
    );
  });

  it("is named by its ARN, with wildcards in its name, with its path or without", () => {
    for (const arn of [
      managed("Delete", "/app/"),
      managed("Delete"),
      managed("D*e"),
      managed("Delet?"),
      managed("*"),
    ])
      assert.deepEqual(without({ PolicyArn: arn }), [get, put], arn);
    for (const arn of [
      managed("Delete", "/else/"),
      managed("Delete").replace(home, other),
      managed("delete"),
    ])
      assert.deepEqual(without({ PolicyArn: arn }), [get, put, remove], arn);
    assert.deepEqual(without({ PolicyType: "inline" }, { PolicyArn: readOnly }), [remove]);
  });

  it("is named as an inline policy of a holder", () => {
    assert.deepEqual(without({ PolicyType: "aws-managed" }, inlineOf("user", "Ann", "own")), [put, remove]);
    assert.deepEqual(without(inlineOf("group", "Readers", "ours")), [get, remove]);
    assert.deepEqual(without(inlineOf("group", "R?ad*", "ours")), [get, remove]);
    assert.deepEqual(without(inlineOf("group", "Ann", "ours")), [get, put, remove]);
    assert.deepEqual(without(inlineOf("role", "Readers", "ours")), [get, put, remove]);
  });

  it("is refused where it is no identifier", () => {
    const wrong = (...PolicyExclusionList: NonNullable<Input["PolicyExclusionList"]>) =>
      cloud.refusal(root, "iam:SimulatePrincipalPolicy", {
        PolicySourceArn: ann,
        ActionNames,
        PolicyExclusionList,
      });
    for (const arn of [
      ann,
      "not-an-arn-but-long-enough",
      managed("a*b*"),
      managed("x").replace(home, "*"),
      managed("x", "/*/"),
    ])
      assert.deepEqual(wrong({ PolicyArn: arn }), {
        code: "InvalidInput",
        message: `Invalid ARN provided in the request: ${arn}`,
      });
    assert.equal(wrong({}).code, "InvalidInput");
    assert.equal(wrong({ PolicyType: "inline", PolicyArn: readOnly }).code, "InvalidInput");
    assert.equal(wrong(inlineOf("user", "A*n*", "own")).code, "InvalidInput");
    assert.equal(wrong(inlineOf("user", "Ann", "o*")).code, "ValidationError");
    assert.equal(
      wrong(...Array.from({ length: 257 }, () => ({ PolicyArn: readOnly }))).code,
      "ValidationError",
    );
  });
});
