import assert from "node:assert/strict";
import { test } from "node:test";
import { managedPolicies, managedPolicy } from "@portcullis/aws-model";

test("AdministratorAccess allows everything, in the form that AWS shows", () => {
  const policy = managedPolicy("/AdministratorAccess");
  assert.equal(policy?.defaultVersionId, "v1");
  assert.equal(policy?.createDate, Date.parse("2015-02-06T18:39:46Z"));
  assert.equal(
    policy?.document,
    [
      "{",
      '    "Version": "2012-10-17",',
      '    "Statement": [',
      "        {",
      '            "Effect": "Allow",',
      '            "Action": "*",',
      '            "Resource": "*"',
      "        }",
      "    ]",
      "}",
    ].join("\n"),
  );
});

test("AmazonS3ReadOnlyAccess is there in its latest version", () => {
  const policy = managedPolicy("/AmazonS3ReadOnlyAccess");
  assert.equal(policy?.defaultVersionId, "v3");
  const [statement] = JSON.parse(policy?.document ?? "").Statement;
  assert.ok(statement.Action.includes("s3:Get*"));
  assert.ok(!statement.Action.includes("s3:*"));
});

test("a policy is found by its exact path and name only", () => {
  assert.equal(managedPolicy("/service-role/AWSLambdaRole")?.path, "/service-role/");
  assert.equal(managedPolicy("/service-role/AWSLambdaRole")?.name, "AWSLambdaRole");
  for (const name of [
    "AdministratorAccess",
    "/administratoraccess",
    "/AWSLambdaRole",
    "",
    "/__proto__",
    "__proto__",
  ]) {
    assert.equal(managedPolicy(name), undefined);
  }
});

test("every policy parses, is complete and has its own id", () => {
  const policies = managedPolicies();
  assert.ok(policies.length > 1400);
  for (const policy of policies) {
    const place = `${policy.path}${policy.name}`;
    const document = JSON.parse(policy.document);
    assert.ok(document.Version === "2012-10-17" || document.Version === "2008-10-17", place);
    assert.ok(Array.isArray(document.Statement) || typeof document.Statement === "object", place);
    assert.match(policy.policyId, /^ANPA[A-Z2-7]{17}$/);
    assert.match(policy.defaultVersionId, /^v[1-9]\d*$/);
    assert.ok(policy.createDate <= policy.updateDate, place);
    assert.match(policy.name, /^[\w+=,.@-]{1,128}$/);
    assert.match(policy.path, /^\/([a-z-]+\/)?$/);
    assert.equal(managedPolicy(place), policy);
  }
  assert.equal(new Set(policies.map(({ policyId }) => policyId)).size, policies.length);
});

test("the list is sorted, always the same, and nobody can change it", () => {
  const policies = managedPolicies();
  assert.equal(managedPolicies(), policies);
  const keys = policies.map(({ path, name }) => path + name);
  assert.deepEqual(keys, [...keys].sort());
  assert.ok(Object.isFrozen(policies) && Object.isFrozen(policies[0]));
});
