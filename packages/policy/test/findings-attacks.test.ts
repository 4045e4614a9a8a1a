import assert from "node:assert/strict";
import { test } from "node:test";
import { awsAuthorization } from "@portcullis/aws-model";
import { diagnose, readServiceReference } from "@portcullis/policy";
import { allow, policy, trust } from "./findings/example.ts";

const catalog = await awsAuthorization();
const many = <T>(number: number, make: (index: number) => T) =>
  Array.from({ length: number }, (_, index) => make(index));

const slow = {
  "statements that lack everything": policy(...many(10_000, () => ({}))),
  "long patterns of stars": policy(
    allow({ Resource: many(300, (n) => `arn:aws:s3:::${"*a".repeat(400)}${n}`) }),
  ),
  "unknown actions": policy(allow({ Action: many(5000, (n) => `ec2:DescribeInstancez${n}`) })),
  "conditions on many keys of many actions": policy(
    allow({
      Action: many(2000, () => "ec2:RunInstances"),
      Condition: { StringEquals: Object.fromEntries(many(200, (n) => [`ec2:ResourceTag/${n}`, "x"])) },
    }),
  ),
} as const;

for (const [name, text] of Object.entries(slow))
  test(`attack: ${name} are checked in time that grows with the document`, () => {
    const before = process.cpuUsage();
    assert.ok(diagnose("identity", text, { catalog }).length > 0);
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 4_000_000, `${(user + system) / 1000} ms of CPU`);
  });

test("attack: many statements for one service are looked at once", () => {
  const statement = trust({ Principal: { Service: "rolesanywhere.amazonaws.com" } });
  const found = diagnose("trust", policy(...many(3000, () => statement)), { catalog });
  const code = "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY";
  assert.equal(found.filter((each) => each.code === code).length, 1);
});

test("attack: names of Object's prototype are neither services, actions nor keys", () => {
  const text = policy(
    allow({
      Action: ["constructor:toString", "__proto__:x"],
      Resource: "arn:aws:constructor:::x",
      Condition: { StringEquals: { "toString:valueOf": "x", "aws:constructor": "x" } },
    }),
  );
  const codes = new Set(diagnose("identity", text, { catalog }).map(({ code }) => code));
  for (const code of ["INVALID_SERVICE_IN_ACTION", "INVALID_SERVICE", "INVALID_GLOBAL_CONDITION_KEY"])
    assert.ok(codes.has(code), code);
});

test("attack: a service reference that is none is refused with its problem", () => {
  for (const text of [
    "",
    "7",
    "{}",
    '{"Name":7}',
    '{"Name":"x","Actions":{}}',
    '{"Name":"x","Actions":[7]}',
    "[".repeat(100),
  ]) {
    const read = readServiceReference(text);
    assert.ok(!read.ok && read.problem.length > 5, text);
  }
});
