import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  check,
  type PolicyType,
  principalEntriesOf,
  principalsOf,
  sizeWithoutWhitespace,
} from "@portcullis/policy";

const VERSION = "2012-10-17";
const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const text = (...Statement: object[]) => JSON.stringify({ Version: VERSION, Statement });
const messages = (type: PolicyType, document: string) => check(type, document).map(({ message }) => message);
const user = "arn:aws:iam::123456789012:user/ann";
const assume = { Effect: "Allow", Principal: { AWS: user }, Action: "sts:AssumeRole" };

/** A statement that differs from a good one, and the text that AWS answers first. */
const identity: readonly (readonly [string, object, string])[] = [
  ["an unknown element", { ...allow, Ressource: "*" }, "Syntax errors in policy."],
  ["an element in another case", { ...allow, condition: {} }, "Syntax errors in policy."],
  ["an effect that is neither", { ...allow, Effect: "Permit" }, "Syntax errors in policy."],
  ["an effect in another case", { ...allow, Effect: "allow" }, "The policy failed legacy parsing"],
  ["no effect", { Action: "*", Resource: "*" }, "Syntax errors in policy."],
  ["Action and NotAction", { ...allow, NotAction: "*" }, "Syntax errors in policy."],
  ["Resource and NotResource", { ...allow, NotResource: "*" }, "Syntax errors in policy."],
  ["a number as an action", { ...allow, Action: 1 }, "Syntax errors in policy."],
  ["null as an action", { ...allow, Action: [null] }, "Syntax errors in policy."],
  ["an unknown operator", { ...allow, Condition: { StringIs: { "a:b": "c" } } }, "Syntax errors in policy."],
  [
    "IfExists on Null",
    { ...allow, Condition: { NullIfExists: { "a:b": "true" } } },
    "Syntax errors in policy.",
  ],
  [
    "a key given twice in two cases",
    { ...allow, Condition: { Bool: { "a:b": "true", "A:B": "true" } } },
    "Syntax errors in policy.",
  ],
  [
    "null as a condition value",
    { ...allow, Condition: { Bool: { "a:b": null } } },
    "Syntax errors in policy.",
  ],
  ["a principal", { ...allow, Principal: "*" }, "Policy document should not specify a principal."],
  [
    "a date that is none",
    { ...allow, Condition: { DateLessThan: { "aws:CurrentTime": "soon" } } },
    "The policy failed legacy parsing",
  ],
  [
    "a network that is none",
    { ...allow, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/33" } } },
    "The policy failed legacy parsing",
  ],
  [
    "a Sid with a space",
    { ...allow, Sid: "my sid" },
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
  ],
  ["no action", { Effect: "Allow", Resource: "*" }, "Policy statement must contain actions."],
  ["an empty list of actions", { ...allow, Action: [] }, "Policy statement must contain actions."],
  ["no resource", { Effect: "Allow", Action: "*" }, "Policy statement must contain resources."],
  ["an empty list of resources", { ...allow, Resource: [] }, "Policy statement must contain resources."],
  [
    "a resource that is no ARN",
    { ...allow, Resource: "bucket/x" },
    'Resource bucket/x must be in ARN format or "*".',
  ],
  [
    "an unknown partition",
    { ...allow, Resource: "arn:azure:s3:::b" },
    'Partition "azure" is not valid for resource "arn:azure:s3:::b".',
  ],
  [
    "a wildcard as the service",
    { ...allow, Resource: "arn:aws:*:::b" },
    "Resource vendor must be fully qualified and cannot contain regexes.",
  ],
  [
    "a user in a region",
    { ...allow, Resource: "arn:aws:iam:us-east-1:123456789012:user/ann" },
    "IAM resource arn:aws:iam:us-east-1:123456789012:user/ann cannot contain region information.",
  ],
  [
    "a bucket in a region",
    { ...allow, Resource: "arn:aws:s3:us-east-1::b" },
    "Resource arn:aws:s3:us-east-1::b can not contain region information.",
  ],
  [
    "an unknown type of IAM resource",
    { ...allow, Resource: "arn:aws:iam::123456789012:usr/ann" },
    'IAM resource path must either be "*", root, or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
  ],
  [
    "too few parts of an ARN",
    { ...allow, Resource: "arn:aws" },
    "Resource vendor must be fully qualified and cannot contain regexes.",
  ],
  ["an ARN that lacks a part", { ...allow, Resource: "arn:aws:s3::b" }, "The policy failed legacy parsing"],
  [
    "an ARN that lacks a part, and no action",
    { Effect: "Allow", NotResource: "arn:aws:s3::b" },
    "The policy failed legacy parsing",
  ],
  ["an ARN without a service", { ...allow, Resource: "arn:aws::::b" }, "The policy failed legacy parsing"],
  [
    "an ARN without its beginning",
    { ...allow, Resource: "aws:s3:::b" },
    'Partition "s3" is not valid for resource "arn:s3:::b:*".',
  ],
  [
    "a resource of two parts",
    { ...allow, Resource: "a:b" },
    'Partition "b" is not valid for resource "arn:b:*:*:*:*".',
  ],
  [
    "an unknown partition in an ARN that lacks a part",
    { ...allow, Resource: ["arn:azure:s3:::b", "arn:azure:s3::b"] },
    'Partition "azure" is not valid for resource "arn:azure:s3:::b".',
  ],
  [
    "no resource, and an action without a service",
    { Effect: "Allow", Action: "GetObject" },
    "Policy statement must contain resources.",
  ],
  [
    "an action without a service",
    { ...allow, Action: "GetObject" },
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  ],
  [
    "an action with two colons",
    { ...allow, Action: "s3:Get:Object" },
    "Actions/Condition can contain only one colon.",
  ],
  ["a wildcard in the service of an action", { ...allow, Action: "s*:GetObject" }, "Vendor s* is not valid"],
  [
    "a variable that is not closed",
    { ...allow, Resource: "arn:aws:s3:::b/${aws:username" },
    "The policy failed legacy parsing",
  ],
  [
    "a variable before the fifth colon",
    { ...allow, Resource: "arn:aws:iam::${aws:PrincipalAccount}:user/x" },
    "The policy failed legacy parsing",
  ],
];

const trust: readonly (readonly [string, object, string])[] = [
  ["no principal", { Effect: "Allow", Action: "sts:AssumeRole" }, "Missing required field Principal"],
  ["an empty principal", { ...assume, Principal: {} }, "Missing required field Principal cannot be empty!"],
  [
    "an empty list of principals",
    { ...assume, Principal: { AWS: [] } },
    "Missing required field Principal cannot be empty!",
  ],
  ["a bare star", { ...assume, Principal: "*" }, "Principal must be a JSON object."],
  [
    "NotPrincipal",
    { Effect: "Deny", NotPrincipal: { AWS: user }, Action: "sts:AssumeRole" },
    "AssumeRole policy must not contain NotPrincipal field.",
  ],
  ["a resource", { ...assume, Resource: "*" }, "Has prohibited field Resource"],
  ["NotResource", { ...assume, NotResource: "*" }, "AssumeRole policy must not contain resources."],
  ["no action", { Effect: "Allow", Principal: { AWS: user } }, "Missing required field Action"],
  ["no effect", { Principal: { AWS: user }, Action: "sts:AssumeRole" }, "Missing required field Effect"],
  ["an effect that is neither", { ...assume, Effect: "Permit" }, "Invalid effect: Permit"],
  [
    "an action of another service",
    { ...assume, Action: "s3:GetObject" },
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ],
  ["every action", { ...assume, Action: "*" }, "AssumeRole policy may only specify STS AssumeRole actions."],
  [
    "a wildcard in a principal",
    { ...assume, Principal: { AWS: "arn:aws:iam::123456789012:user/*" } },
    'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:user/*"',
  ],
  [
    "a group as a principal",
    { ...assume, Principal: { AWS: "arn:aws:iam::123456789012:group/g" } },
    'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:group/g"',
  ],
  ["every service", { ...assume, Principal: { Service: "*" } }, 'Invalid principal in policy: "SERVICE":"*"'],
  ["an unknown kind of principal", { ...assume, Principal: { Aws: user } }, "Syntax error in policy."],
  [
    "Cognito without a condition",
    { ...assume, Principal: { Federated: "cognito-identity.amazonaws.com" } },
    "A condition block must be present for the Cognito provider",
  ],
];

describe("an identity policy is refused for", () => {
  for (const [what, statement, message] of identity)
    test(what, () => assert.equal(messages("identity", text(statement))[0], message));
});

describe("a trust policy is refused for", () => {
  for (const [what, statement, message] of trust)
    test(what, () => assert.equal(messages("trust", text(statement))[0], message));
});

test("good documents of every type are taken", () => {
  const named = { ...allow, Principal: { AWS: user } };
  const good: Readonly<Record<PolicyType, object>> = {
    identity: allow,
    boundary: allow,
    session: allow,
    trust: assume,
    resource: named,
    key: named,
    endpoint: { ...allow, Principal: "*" },
    scp: allow,
    rcp: { ...allow, Effect: "Deny", Principal: "*" },
  };
  for (const [type, statement] of Object.entries(good))
    assert.deepEqual(check(type as PolicyType, text(statement)), []);
});

test("two statements may not share a Sid, but may both have an empty one", () => {
  const two = (Sid: string) => text({ ...allow, Sid }, { ...allow, Sid });
  assert.deepEqual(messages("identity", two("A")), [
    "Statement IDs (SID) in a single policy must be unique.",
  ]);
  assert.deepEqual(
    messages("trust", two("A").replaceAll('"Resource":"*"', '"Principal":{"Service":"x"}')).at(0),
    "The Statement Ids in the policy are not unique",
  );
  assert.deepEqual(messages("identity", two("")), []);
});

test("a document without statements is refused, and one of a single statement is not", () => {
  assert.equal(
    messages("identity", '{"Version":"2012-10-17","Statement":[]}')[0],
    "Syntax errors in policy.",
  );
  assert.equal(
    messages("trust", '{"Version":"2012-10-17"}')[0],
    "Could not parse the policy: Statement is empty!",
  );
  assert.deepEqual(check("identity", JSON.stringify({ Version: VERSION, Statement: allow })), []);
});

test("a managed policy must have the new version, an inline policy and a trust policy need not", () => {
  const old = JSON.stringify({ Version: "2008-10-17", Statement: allow });
  const none = JSON.stringify({ Statement: allow });
  for (const document of [old, none]) {
    assert.equal(
      check("identity", document, { managed: true })[0]?.message,
      "Policy document must be version 2012-10-17 or greater.",
    );
    assert.deepEqual(check("identity", document), []);
  }
  assert.equal(
    messages("identity", JSON.stringify({ Version: "2012-10-18", Statement: allow }))[0],
    "Syntax errors in policy.",
  );
  assert.equal(
    messages("trust", JSON.stringify({ Version: "1", Statement: assume }))[0],
    "The policy must contain a valid version string",
  );
});

test("policies of an organization must have the new version, and only deny in resource control", () => {
  const refusal = "The provided policy document does not meet the requirements of the specified policy type.";
  assert.equal(messages("scp", JSON.stringify({ Statement: allow }))[0], refusal);
  for (const statement of [
    { ...allow, Principal: "*" },
    { ...allow, Effect: "Deny", Principal: { AWS: user } },
    { ...allow, Effect: "Deny" },
    { ...allow, Effect: "Deny", Principal: "*", Action: "*" },
    { Effect: "Deny", Principal: "*", NotAction: "s3:*", Resource: "*" },
  ])
    assert.equal(messages("rcp", text(statement))[0], refusal);
});

test("the installation's own partition is taken", () => {
  const document = text({ ...allow, Resource: "arn:forge:s3:::b" });
  assert.equal(check("identity", document)[0]?.code, "resource-partition");
  assert.deepEqual(check("identity", document, { partition: "forge" }), []);
});

test("every finding has a place in the text and a detail that says more than AWS", () => {
  for (const [, statement] of identity)
    for (const { line, column, detail } of check("identity", text(statement))) {
      assert.ok(line >= 1 && column >= 1);
      assert.ok(detail.length > 5 && !detail.endsWith("."), detail);
    }
});

test("a finding repeats the document's text as it stands, dollar signs included", () => {
  assert.equal(
    messages("identity", text({ ...allow, Resource: "$&{value}" }))[0],
    'Resource $&{value} must be in ARN format or "*".',
  );
});

test("the principals of a trust policy are listed once, in order, without the star", () => {
  const document = text(
    { ...assume, Principal: { AWS: [user, "123456789012", "*"], Service: "ec2.amazonaws.com" } },
    { ...assume, Principal: { AWS: user, Federated: "arn:aws:iam::123456789012:saml-provider/Corp" } },
  );
  assert.deepEqual(principalsOf(document), [
    user,
    "123456789012",
    "ec2.amazonaws.com",
    "arn:aws:iam::123456789012:saml-provider/Corp",
  ]);
  assert.deepEqual(
    principalEntriesOf("trust", document).map(({ key }) => key),
    ["AWS", "AWS", "Service", "Federated"],
  );
  assert.deepEqual(principalsOf("{"), []);
});

test("white space between tokens does not count, and within strings it does", () => {
  assert.equal(sizeWithoutWhitespace('{ "a" :\t[\r\n"b c" ] }'), '{"a":["b c"]}'.length);
  assert.equal(sizeWithoutWhitespace('"a\\" b" '), '"a\\" b"'.length);
});
