import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ContextValue, compile, decide, explain, type Principal, UNKNOWN } from "@portcullis/policy";

const A = "123456789012";
const ann: Principal = { kind: "user", arn: `arn:aws:iam::${A}:user/ann`, account: A, id: "AIDA1" };
const allow = { Effect: "Allow", Action: "*", Resource: "*" };
const deny = { ...allow, Effect: "Deny" };

function asked(statements: readonly object[], value: ContextValue, arn = "arn:aws:s3:::b/x") {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const identity = [compile("identity", [{ source: { name: "p" }, text }])];
  const layers = { identity, scps: [], rcps: [] };
  const resource = { arn, account: A };
  const request = { principal: ann, action: "s3:GetObject", resource, context: { get: () => value } };
  return { layers, request };
}

function decided(...parts: Parameters<typeof asked>) {
  const { layers, request } = asked(...parts);
  const { outcome, unknownKeys } = decide(layers, request);
  assert.equal(explain(layers, request).outcome, outcome);
  return { outcome, unknownKeys };
}

describe("attack: a key that is there without values", () => {
  for (const operator of ["StringEqualsIfExists", "StringLikeIfExists", "ForAnyValue:StringEqualsIfExists"]) {
    const Condition = { [operator]: { "aws:TagKeys": "team" } };
    test(`does not lift a Deny by ${operator}`, () => {
      assert.equal(decided([allow, { ...deny, Condition }], []).outcome, "ExplicitDeny");
    });
    test(`allows nothing by ${operator}`, () => {
      assert.equal(decided([{ ...allow, Condition }], []).outcome, "ImplicitDeny");
    });
  }
  test("is as missing to operators that are negated", () => {
    for (const operator of ["StringNotEquals", "StringNotEqualsIfExists"]) {
      const Condition = { [operator]: { "aws:TagKeys": "team" } };
      assert.equal(decided([allow, { ...deny, Condition }], []).outcome, "ExplicitDeny", operator);
    }
  });
});

describe("attack: policies that make it dear to say on which unknown keys a denial hangs", () => {
  // A linear congruence: as many characters as there are, in no order that a pattern shares with another.
  let state = 1;
  const characters = (length: number) =>
    Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return String.fromCharCode(0xa1 + ((state >> 8) % 94));
    }).join("");
  const manyPatterns = Array.from({ length: 48 }, () => `${characters(1000)}*a`);
  const cases: readonly (readonly [string, readonly object[], string])[] = [
    ["long patterns of many characters", [{ StringLike: { "a:k": manyPatterns } }], "*"],
    [
      "many keys with such patterns",
      Array.from({ length: 100 }, (_, at) => ({ StringLike: { [`a:k${at}`]: manyPatterns.slice(0, 4) } })),
      "*",
    ],
    ["a variable in very many patterns", Array.from({ length: 1000 }, () => ({})), "arn:aws:s3:::b/*${a:k}*"],
  ];
  for (const [what, conditions, resource] of cases)
    test(what, () => {
      const statements = conditions.map((Condition, at) => ({
        ...allow,
        Resource: resource === "*" ? "*" : `${resource}${at}`,
        Condition,
      }));
      const arn = `arn:aws:s3:::b/${characters(64)}`;
      const before = process.cpuUsage();
      const { outcome, unknownKeys } = decided(statements, UNKNOWN, arn);
      const { user, system } = process.cpuUsage(before);
      assert.equal(outcome, "ImplicitDeny");
      assert.ok(unknownKeys.length > 0);
      // Generous: without a bound each takes half a minute and more.
      assert.ok(user + system < 8_000_000, `${user + system} µs`);
    });
});
