import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  awsPolicy,
  customerPolicy,
  defaultVersion,
  inPartition,
  managedDocument,
} from "@portcullis/directory";
import { account, stateOf } from "./callers.ts";
import { samples } from "./samples.ts";

const arn = "arn:aws:iam::123456789012:policy/own/Own";
const home = stateOf(samples.policy);

describe("a customer managed policy", () => {
  it("is found by its whole ARN and by no other spelling", () => {
    assert.equal(customerPolicy("aws", home, account, arn), samples.policy);
    for (const other of [
      "arn:aws:iam::123456789012:policy/own/own",
      "arn:aws:iam::123456789012:policy/Own",
      "arn:aws:iam::210987654321:policy/own/Own",
      "arn:aws-cn:iam::123456789012:policy/own/Own",
      "arn:aws:iam:eu-west-1:123456789012:policy/own/Own",
      "arn:aws:iam::123456789012:role/own/Own",
      "own/Own",
      "",
    ]) {
      assert.equal(customerPolicy("aws", home, account, other), undefined, other);
    }
  });

  it("stands for its default version", () => {
    const versions = [1, 2].map((number) => ({ number, text: `v${number}`, created: 1 }));
    const policy = { ...samples.policy, versions, defaultVersion: 2 };
    assert.equal(defaultVersion(policy).text, "v2");
    const found = managedDocument("aws", stateOf(policy), account, arn);
    assert.deepEqual(found?.document, { source: { name: "Own", arn }, text: "v2" });
    assert.throws(() => defaultVersion({ ...policy, defaultVersion: 3 }), /no default version/);
  });
});

describe("a policy of AWS", () => {
  it("is found in the partition of the installation, with its ARNs", () => {
    const name = "job-function/SystemAdministrator";
    assert.ok(awsPolicy("aws", `arn:aws:iam::aws:policy/${name}`));
    assert.equal(awsPolicy("aws-cn", `arn:aws:iam::aws:policy/${name}`), undefined);
    const cn = `arn:aws-cn:iam::aws:policy/${name}`;
    const text = managedDocument("aws-cn", home, account, cn)?.document.text ?? "";
    assert.ok(text.includes("arn:aws-cn:iam::*:role/") && !text.includes('"arn:aws:'));
  });

  it("is not the account's own of the same name", () => {
    const named = { ...samples.policy, name: "ReadOnlyAccess", path: "/" };
    const found = managedDocument("aws", stateOf(named), account, "arn:aws:iam::aws:policy/ReadOnlyAccess");
    assert.notEqual(found?.document.text, "{}");
  });

  it("keeps its text in AWS's partition", () => {
    assert.equal(inPartition("aws", "arn:aws:s3:::b"), "arn:aws:s3:::b");
    assert.equal(inPartition("aws-us-gov", "arn:aws:s3:::b"), "arn:aws-us-gov:s3:::b");
  });
});
