import assert from "node:assert/strict";
import { test } from "node:test";
import { type ContextValue, compile, decide, explain, type Layers, UNKNOWN } from "@portcullis/policy";
import { contextOf, engineInput, requestOf } from "./engine.ts";
import { oracle } from "./oracle.ts";
import { randomOf } from "./random.ts";
import { variantOf, worldOf } from "./worlds.ts";

const seed = Number(process.env.PORTCULLIS_SEED ?? 4_711);
const rounds = Number(process.env.PORTCULLIS_ROUNDS ?? 300);

/** Some of a world's keys are not looked up; absent ones may be unknown as well. */
function hidden(random: ReturnType<typeof randomOf>, known: Readonly<Record<string, ContextValue>>) {
  const context: Record<string, ContextValue> = { ...known };
  for (const key of ["aws:username", "aws:principaltag/team", "aws:tagkeys", "aws:sourceip", "aws:missing"])
    if (!random.once(4)) context[key] = UNKNOWN;
  return context;
}

test("a decision without unknown keys holds for whatever they are", () => {
  for (let round = 0; round < rounds; round++) {
    const random = randomOf(seed + round);
    const world = worldOf(random);
    const { layers } = engineInput(world);
    const context = hidden(random, world.context);
    const decision = decide(layers, requestOf(world, contextOf(context)));
    if (decision.unknownKeys.length > 0) continue;
    for (let completion = 0; completion < 5; completion++) {
      const { context: other } = variantOf(random, world);
      const complete: Record<string, readonly string[] | undefined> = {};
      for (const [key, value] of Object.entries(context))
        complete[key] = value === UNKNOWN ? other[key] : value;
      assert.equal(oracle({ ...world, context: complete }), decision.outcome, `seed ${seed + round}`);
    }
  }
});

test("looking up the keys that a denial lists leads to the decision of one who knows them all", () => {
  let asked = 0;
  for (let round = 0; round < rounds; round++) {
    const random = randomOf(seed + rounds + round);
    const world = worldOf(random);
    const { layers } = engineInput(world);
    const context = hidden(random, world.context);
    for (;;) {
      const request = requestOf(world, contextOf(context));
      const { outcome, unknownKeys, layer, statement } = decide(layers, request);
      if (unknownKeys.length === 0) {
        assert.equal(outcome, oracle(world), `seed ${seed + rounds + round}`);
        break;
      }
      asked++;
      assert.notEqual(outcome, "Allow");
      const explained = explain(layers, request);
      assert.deepEqual(
        [explained.outcome, explained.layer, explained.statement, explained.unknownKeys],
        [outcome, layer, statement, unknownKeys],
      );
      for (const key of unknownKeys) {
        assert.equal(context[key], UNKNOWN);
        context[key] = world.context[key];
      }
    }
  }
  assert.ok(asked > rounds / 40, "the generators hardly ever hid a key that matters");
});

const ann = {
  kind: "user",
  arn: "arn:aws:iam::123456789012:user/ann",
  account: "123456789012",
  id: "AIDA",
} as const;

function ask(statements: readonly object[], context: Readonly<Record<string, ContextValue>>) {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const layers: Layers = {
    identity: [compile("identity", [{ source: { name: "p" }, text }])],
    scps: [],
    rcps: [],
  };
  const resource = { arn: "arn:aws:s3:::b/ann", account: "123456789012" };
  return decide(layers, { principal: ann, action: "s3:GetObject", resource, context: contextOf(context) });
}

const allow = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const home = { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::b/${aws:username}" };
const denyOutside = {
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
};

test("an allow that hangs on an unknown key is denied and lists the key in lower case", () => {
  const { outcome, layer, unknownKeys } = ask([home], { "aws:username": UNKNOWN });
  assert.deepEqual([outcome, layer, unknownKeys], ["ImplicitDeny", "identity", ["aws:username"]]);
});

test("a deny that hangs on an unknown key denies and lists the key", () => {
  const { outcome, statement, unknownKeys } = ask([allow, denyOutside], { "aws:sourceip": UNKNOWN });
  assert.deepEqual([outcome, statement?.index, unknownKeys], ["ExplicitDeny", 1, ["aws:sourceip"]]);
});

test("an unknown key that cannot change the outcome is not listed", () => {
  const context = { "aws:username": UNKNOWN, "aws:sourceip": ["10.0.0.1"] } as const;
  assert.deepEqual(ask([allow, home, denyOutside], context).unknownKeys, []);
  assert.equal(ask([allow, home, denyOutside], context).outcome, "Allow");
});
