import assert from "node:assert/strict";
import { test } from "node:test";
import { awsAuthorization } from "@portcullis/aws-model";
import { diagnose, issues, mergeCatalogs, readServiceReference } from "@portcullis/policy";
import fc from "fast-check";
import { allow, policy } from "./findings/example.ts";
import { examplesOfConditions } from "./findings/examples-of-conditions.ts";
import { examplesOfGrammar } from "./findings/examples-of-grammar.ts";
import { examplesOfNames } from "./findings/examples-of-names.ts";
import { examplesOfSecurity } from "./findings/examples-of-security.ts";
import { examplesOfSuggestions } from "./findings/examples-of-suggestions.ts";
import { examplesOfWarnings } from "./findings/examples-of-warnings.ts";
import { shop } from "./findings/shop.ts";

const own = readServiceReference(JSON.stringify(shop));
assert.ok(own.ok);
const catalog = mergeCatalogs(own.catalog, await awsAuthorization());

const examples = [
  ...examplesOfGrammar,
  ...examplesOfNames,
  ...examplesOfConditions,
  ...examplesOfWarnings,
  ...examplesOfSecurity,
  ...examplesOfSuggestions,
];

for (const { code, type, found, spared } of examples)
  test(`${code} is found where it is, and not in what nearly is one (${type})`, () => {
    const finding = diagnose(type, found, { catalog }).find((each) => each.code === code);
    assert.ok(finding, `not found in ${found}`);
    assert.doesNotMatch(finding.message, /\{\{/, "every placeholder is filled");
    const others = diagnose(type, spared, { catalog }).map((each) => each.code);
    assert.ok(!others.includes(code), `found in ${spared}`);
  });

test("every kind of finding has an example", () => {
  const shown = new Set(examples.map(({ code }) => code));
  const missing = issues().filter(({ code }) => !shown.has(code) && code !== "POLICY_DOCUMENT_REFUSED");
  assert.deepEqual(
    missing.map(({ code }) => code),
    [],
  );
});

test("every kind of finding has a page of AWS's guide, and a severity that the page's heading says", () => {
  const headings = {
    error: "error",
    "security-warning": "security-warning",
    warning: "general-warning",
    suggestion: "suggestion",
  };
  for (const { code, page, severity } of issues()) {
    assert.match(page, /^https:\/\/docs\.aws\.amazon\.com\/IAM\/latest\/UserGuide\//);
    const anchor = `-${headings[severity]}-${code.toLowerCase().replaceAll("_", "-")}`;
    if (code !== "POLICY_DOCUMENT_REFUSED") assert.ok(page.endsWith(anchor), page);
  }
});

test("a policy in which nothing is wrong has no finding, of every type", () => {
  const good = {
    identity: policy(allow()),
    session: policy(allow()),
    boundary: policy(allow({ Action: "*", Resource: "*" })),
    scp: policy({ Effect: "Allow", Action: "*", Resource: "*" }),
    rcp: policy({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
    }),
    trust: policy({
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
    key: policy({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
      Resource: "*",
    }),
    resource: policy(allow({ Principal: { AWS: "123456789012" } })),
    endpoint: policy(allow({ Principal: "*", Resource: "*" })),
  } as const;
  for (const [type, text] of Object.entries(good))
    assert.deepEqual(diagnose(type as keyof typeof good, text, { catalog }), [], type);
});

test("a finding points at the text that it is about", () => {
  const text = `{\n  "Version": "2012-10-17",\n  "Statement": {\n    "Effect": "Allow",\n    "Action": [\n      "shop:GetItem",\n      "shop:GetItme"\n    ],\n    "Resource": "*"\n  }\n}`;
  const [finding, ...others] = diagnose("identity", text, { catalog });
  assert.deepEqual(others, []);
  assert.deepEqual(
    [finding?.code, finding?.start, finding?.end],
    ["INVALID_ACTION", { line: 7, column: 7 }, { line: 7, column: 21 }],
  );
  assert.equal(finding?.message, "The action shop:GetItme does not exist. Did you mean shop:GetItem?");
});

test("a number and a word are pointed at as a whole", () => {
  const ranges = [12345, -1.5e3, true, null].map((Sid) => {
    const text = policy(allow({ Sid }));
    const [finding] = diagnose("identity", text, { catalog });
    return text.slice(finding!.start.column - 1, finding!.end.column - 1);
  });
  assert.deepEqual(ranges, ["12345", "-1500", "true", "null"]);
});

test("a list with a value that cannot be read is not called empty", () => {
  const codes = (statement: Record<string, unknown>) =>
    diagnose("identity", policy(allow(statement)), { catalog }).map(({ code }) => code);
  assert.deepEqual(codes({ Action: 7 }), ["DATA_TYPE_MISMATCH"]);
  assert.deepEqual(codes({ Resource: [{}] }), ["DATA_TYPE_MISMATCH"]);
  assert.deepEqual(codes({ Resource: [null] }), ["EMPTY_ARRAY_RESOURCE"]);
});

test("a condition key that does not exist is found once, not as unsupported as well", () => {
  const text = policy(
    allow({ Action: "s3:GetObject", Resource: "*", Condition: { StringEquals: { "s3:foo": "x" } } }),
  );
  assert.deepEqual(
    diagnose("identity", text, { catalog }).map(({ code }) => code),
    ["INVALID_SERVICE_CONDITION_KEY"],
  );
});

test("applying a fix removes its finding, and leaves a text that can be read", () => {
  let fixes = 0;
  for (const { type, found } of examples)
    for (const { code, fix, start } of diagnose(type, found, { catalog })) {
      if (fix === undefined) continue;
      fixes++;
      const text = found.slice(0, fix.start) + fix.text + found.slice(fix.end);
      const left = diagnose(type, text, { catalog });
      assert.ok(!left.some((each) => each.code === code && each.start.column === start.column), code);
      assert.ok(!left.some((each) => each.code === "JSON_SYNTAX_ERROR"), text);
    }
  assert.ok(fixes > 5);
});

test("what IAM refuses to save carries the text of its refusal", () => {
  const [finding] = diagnose("identity", policy(allow({ Action: "GetItem" })), { catalog });
  assert.equal(finding?.code, "INVALID_ACTION");
  assert.equal(
    finding?.refused,
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  );
});

test("a character that IAM does not take is found where IAM keeps the document, and not as an escape", () => {
  const text = policy(allow({ Resource: "arn:aws:s3:::b/\u4e2d\u00e9" }));
  const [finding, ...others] = diagnose("identity", text, { catalog });
  assert.deepEqual([finding?.code, others], ["POLICY_DOCUMENT_REFUSED", []]);
  assert.equal(text[finding!.start.column - 1], "\u4e2d");
  assert.match(finding!.message, /Member must satisfy regular expression pattern: \[\\u0009/);
  assert.deepEqual(diagnose("identity", text.replace("\u4e2d", "\\u4e2d"), { catalog }), []);
  const share = policy(allow({ Principal: { AWS: "123456789012" }, Resource: "arn:aws:s3:::b/\u4e2d" }));
  assert.deepEqual(diagnose("resource", share, { catalog }), []);
});

test("without a catalog services and actions are not judged", () => {
  const text = policy(allow({ Action: "nosuch:Thing", Resource: "arn:aws:nosuch:::thing" }));
  assert.deepEqual(diagnose("identity", text), []);
});

test("the installation's own regions and partition are known where they are given", () => {
  const text = policy(allow({ Resource: "arn:mine:shop:cellar-1:123456789012:item/7" }));
  const codes = (options: object) =>
    diagnose("identity", text, { catalog, ...options }).map(({ code }) => code);
  assert.deepEqual(codes({}), ["INVALID_PARTITION", "INVALID_ARN_REGION"]);
  assert.deepEqual(codes({ partition: "mine", regions: ["cellar-1"] }), []);
});

test("a document's own text is never read as a placeholder or as a pattern of replacement", () => {
  const [finding] = diagnose("identity", policy(allow({ Effect: "{{effect}}$&" })), { catalog });
  assert.equal(finding?.message, "The effect {{effect}}$& is not valid. Use Allow or Deny.");
});

test("any text has findings and no exception", () => {
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(
        "",
        "*",
        "a:*",
        "arn:aws:s3:::b",
        "arn:aws:iam",
        "${",
        "${a:b",
        "10.0.0.1/99",
        "sts:AssumeRole",
      ),
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("node"), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          "Statement",
          "Effect",
          "Action",
          "NotAction",
          "Resource",
          "Principal",
          "NotPrincipal",
          "Condition",
          "Sid",
          "AWS",
          "Federated",
          "Service",
          "StringLike",
          "Null",
          "ForAllValues:IpAddress",
          "aws:SourceIp",
          "aws:userid",
        ),
        tie("node"),
        { maxKeys: 4 },
      ),
    ),
  })).node;
  const types = fc.constantFrom(
    "identity",
    "resource",
    "trust",
    "scp",
    "rcp",
    "key",
    "session",
    "boundary",
    "endpoint",
  );
  fc.assert(
    fc.property(types, value, fc.nat(40), (type, node, cut) => {
      const text = JSON.stringify(node) ?? "";
      for (const each of [text, text.slice(0, -cut)])
        for (const { start, end } of diagnose(type as "identity", each, { catalog }))
          assert.ok(start.line >= 1 && start.column >= 1 && end.line >= start.line);
    }),
    { numRuns: 400 },
  );
});
