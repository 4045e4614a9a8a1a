import assert from "node:assert/strict";
import { test } from "node:test";
import { type ContextValue, decide, explain, UNKNOWN } from "@portcullis/policy";
import { contextOf, engineInput, requestOf } from "./engine.ts";
import { oracle, type World } from "./oracle.ts";
import { type Random, randomOf } from "./random.ts";

// Brute force: every completion of a few keys, decided by the oracle. The engine must call a key unknown exactly
// where two completions end otherwise.

const seed = Number(process.env.PORTCULLIS_SEED ?? 1_000);
const soak = process.env.PORTCULLIS_SOAK === undefined ? 1 : 100;
const rounds = Number(process.env.PORTCULLIS_ROUNDS ?? 120) * soak;

const A = "123456789012";

/** Every text of up to three of these letters. */
function textsOver(letters: string, longest: number): string[] {
  let texts = [""];
  const all = [""];
  for (let length = 0; length < longest; length++) {
    texts = texts.flatMap((text) => [...letters].map((letter) => text + letter));
    all.push(...texts);
  }
  return all;
}

const pairs = (values: readonly string[]) => values.flatMap((a) => values.map((b) => [a, b]));
type Completion = readonly string[] | undefined;
const single = (values: readonly string[]): Completion[] => [
  undefined,
  [],
  ...values.map((value) => [value]),
];

const domains: Readonly<Record<string, readonly Completion[]>> = {
  "a:text": [
    ...single([...textsOver("abAz", 3), "abab", "aaaa", "ab/ab", "b/ab", "ab/", "/ab", "b/"]),
    ...pairs(["", "a", "b", "ab", "A", "z"]),
  ],
  "a:arn": single([
    "",
    "a",
    "arn:a:a:a:a",
    ...["", "a", "b", "aa", "ab", "ba"].flatMap((first) =>
      ["", "a", "b", "aa", "ab", "a:a", ":", "b:a"].map((last) => `arn:${first}:a:a:a:${last}`),
    ),
    "arn:a:b:a:a:a",
  ]).concat([["", ""]]),
  "a:number": [
    ...single(["-1", "-0.5", "0", "0.5", "1", "1.5", "2", "3", "x"]),
    ...pairs(["0", "1", "1.5", "2", "x"]),
  ],
  "a:date": [
    ...single(["0", "1", "2", "3", "4", "1970-01-01T00:00:01.5Z", "1970-01-01T00:00:02.5Z", "x"]),
    ["1", "2"],
  ],
  "a:ip": [
    ...single(["0.0.0.0", "9.9.9.9", "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.1.0", "11.0.0.0", "::", "x"]),
    ["::", "10.0.0.1"],
  ],
  "a:bool": [...single(["true", "false", "x"]), ["true", "false"]],
  "a:tags": [
    ...single(["a", "b", "z", ""]),
    ...pairs(["a", "b", "z", ""]),
    ["a", "b", "z"],
    ["a", "b", ""],
    ["a", "b", "z", ""],
  ],
};

const draw = (random: Random, letters: string, most: number) =>
  random.some(most, () => random.pick([...letters])).join("");

function wanted(random: Random, make: () => unknown): unknown {
  return random.once(2) ? make() : [make(), make()];
}

function lineOf(random: Random, key: string): readonly [string, unknown] {
  const quantified = (name: string) => `${random.pick(["", "", "ForAllValues:", "ForAnyValue:"])}${name}`;
  const ifExists = (name: string) => `${name}${random.once(4) ? "IfExists" : ""}`;
  if (random.once(8)) return ["Null", random.pick(["true", "false"])];
  switch (key) {
    case "a:text":
      return random.once(2)
        ? [
            ifExists(random.pick(["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase"])),
            wanted(random, () => draw(random, "aabA", 2)),
          ]
        : [
            ifExists(random.pick(["StringLike", "StringNotLike"])),
            wanted(random, () => draw(random, "ab*?", 3)),
          ];
    case "a:arn":
      return [
        ifExists(random.pick(["ArnLike", "ArnEquals", "ArnNotLike"])),
        wanted(
          random,
          () =>
            `arn:${random.pick(["a", "*", "?", "a*"])}:a:a:a:${random.pick(["a", "*", "?", "a*", "*:a"])}`,
        ),
      ];
    case "a:number":
      return [
        ifExists(
          `Numeric${random.pick(["Equals", "NotEquals", "LessThan", "GreaterThan", "LessThanEquals"])}`,
        ),
        wanted(random, () => random.pick(["0", "1", "2", "1.0"])),
      ];
    case "a:date":
      return [
        `Date${random.pick(["Equals", "NotEquals", "LessThan", "GreaterThanEquals"])}`,
        wanted(random, () => random.pick(["1", "2", "3"])),
      ];
    case "a:ip":
      return [
        random.pick(["IpAddress", "NotIpAddress"]),
        wanted(random, () => random.pick(["10.0.0.0/8", "10.0.0.0/24", "10.0.0.1", "0.0.0.0/0"])),
      ];
    case "a:bool":
      return [ifExists("Bool"), random.pick([true, "false"])];
    default:
      return [
        ifExists(quantified(random.pick(["StringEquals", "StringNotEquals"]))),
        wanted(random, () => random.pick(["a", "b"])),
      ];
  }
}

function statementOf(random: Random, keys: readonly string[]) {
  const Condition: Record<string, Record<string, unknown>> = {};
  for (let count = random.below(3); count > 0; count--) {
    const key = random.pick(keys);
    const [operator, value] = lineOf(random, key);
    Condition[operator] = { ...Condition[operator], [key]: value };
  }
  const variable = keys.includes("a:text") && random.once(3);
  return {
    Effect: random.once(3) ? "Deny" : "Allow",
    Action: "*",
    [random.once(6) ? "NotResource" : "Resource"]: variable
      ? `arn:aws:s3:::b/${random.pick(["${a:text}", "${a:text}*", "a${a:text}", "${a:text, 'ab'}", "${a:text}/${a:text}"])}`
      : random.pick(["*", "arn:aws:s3:::b/*", "arn:aws:s3:::c"]),
    Condition,
  };
}

function worldOf(random: Random): { readonly world: World; readonly keys: readonly string[] } {
  const names = Object.keys(domains);
  const first = random.pick(names);
  const keys = random.once(2)
    ? [first]
    : [first, random.pick(names.filter((name) => name !== first && name !== "a:text"))];
  const document = () => ({
    Version: "2012-10-17",
    Statement: [statementOf(random, keys), ...random.some(3, () => statementOf(random, keys))],
  });
  const world: World = {
    principal: { kind: "user", arn: `arn:aws:iam::${A}:user/ann`, account: A, id: "AIDAANN" },
    action: "s3:GetObject",
    resource: { arn: `arn:aws:s3:::b/${random.pick(["ab", "a", "ab/ab"])}`, account: A },
    context: {},
    identity: [document(), ...random.some(1, document)],
    ...(random.once(3) && { boundary: document() }),
    scps: [],
    rcps: [],
  };
  return { world, keys };
}

function outcomesOf(world: World, keys: readonly string[]): ReadonlySet<string> {
  const outcomes = new Set<string>();
  const [first, second] = keys as [string, string | undefined];
  for (const one of domains[first]!)
    for (const other of second === undefined ? [undefined] : domains[second]!) {
      const context = { [first]: one, ...(second === undefined ? {} : { [second]: other }) };
      outcomes.add(oracle({ ...world, context }));
    }
  return outcomes;
}

test("keys are unknown exactly where two completions end otherwise", () => {
  let settled = 0;
  let doubtful = 0;
  for (let round = 0; round < rounds; round++) {
    const { world, keys } = worldOf(randomOf(seed + round));
    const { layers } = engineInput(world);
    const hidden: Record<string, ContextValue> = Object.fromEntries(keys.map((key) => [key, UNKNOWN]));
    const request = requestOf(world, contextOf(hidden));
    const decision = decide(layers, request);
    const outcomes = outcomesOf(world, keys);
    const message = () =>
      `seed ${seed + round}: ${JSON.stringify({ decision, outcomes: [...outcomes], world }, null, 1)}`;
    if (decision.unknownKeys.length === 0) {
      assert.deepEqual([...outcomes], [decision.outcome], message());
      settled++;
    } else {
      assert.ok(outcomes.size > 1, message());
      assert.notEqual(decision.outcome, "Allow", message());
      doubtful++;
    }
    const { outcome, layer, statement, unknownKeys } = explain(layers, request);
    assert.deepEqual({ outcome, layer, statement, unknownKeys }, decision);
  }
  assert.ok(settled > rounds / 10 && doubtful > rounds / 10, `${settled} settled, ${doubtful} in doubt`);
});

const ann = { kind: "user", arn: `arn:aws:iam::${A}:user/ann`, account: A, id: "AIDA" } as const;

function ask(Statement: readonly object[], context: Readonly<Record<string, ContextValue>>) {
  const world: World = {
    principal: ann,
    action: "s3:GetObject",
    resource: { arn: "arn:aws:s3:::b/x", account: A },
    context: {},
    identity: [{ Version: "2012-10-17", Statement }],
    scps: [],
    rcps: [],
  };
  return decide(engineInput(world).layers, requestOf(world, contextOf(context)));
}

const allowIf = (Condition: object) => ({ Effect: "Allow", Action: "*", Resource: "*", Condition });
const denyIf = (Condition: object) => ({ Effect: "Deny", Action: "*", Resource: "*", Condition });

test("two allows that together cover whatever a key is are an allow", () => {
  const statements = [
    allowIf({ StringEquals: { "a:k": "x" } }),
    allowIf({ StringNotEqualsIfExists: { "a:k": "x" } }),
  ];
  const { outcome, unknownKeys } = ask(statements, { "a:k": UNKNOWN });
  // Several values are neither, as far as plain operators go.
  assert.deepEqual([outcome, unknownKeys], ["ImplicitDeny", ["a:k"]]);
  const sets = [
    allowIf({ "ForAnyValue:StringEquals": { "a:k": "x" } }),
    allowIf({ "ForAllValues:StringNotEquals": { "a:k": "x" } }),
  ];
  assert.equal(ask(sets, { "a:k": UNKNOWN }).outcome, "Allow");
});

test("an allow whose conditions no value meets is no allow in doubt", () => {
  const never = allowIf({ NumericLessThan: { "a:n": "1" }, NumericGreaterThan: { "a:n": "2" } });
  assert.deepEqual(ask([never], { "a:n": UNKNOWN }).unknownKeys, []);
});

test("a deny is in doubt only for the keys that turn it", () => {
  const statements = [
    { Effect: "Allow", Action: "*", Resource: "*" },
    denyIf({ StringEquals: { "a:k": "x" }, Null: { "a:other": "true" } }),
    denyIf({ StringEquals: { "a:k": "x" }, Null: { "a:other": "false" } }),
  ];
  const { outcome, unknownKeys } = ask(statements, { "a:k": UNKNOWN, "a:other": UNKNOWN });
  assert.deepEqual([outcome, unknownKeys], ["ExplicitDeny", ["a:k"]]);
});

test("a value that is not empty and not named is tried as well", () => {
  const statements = [
    { Effect: "Allow", Action: "*", Resource: "*" },
    denyIf({ StringEquals: { "a:k": "x" } }),
    denyIf({ "ForAllValues:StringEquals": { "a:k": "x" } }),
  ];
  assert.deepEqual(ask(statements, { "a:k": UNKNOWN }).unknownKeys, ["a:k"]);
  assert.equal(ask(statements, { "a:k": ["y"] }).outcome, "Allow");
});

test("more keys than can be tried together are all listed", () => {
  const keys = Array.from({ length: 12 }, (_, at) => `a:k${String(at).padStart(2, "0")}`);
  const statements = keys.map((key) => allowIf({ StringEquals: { [key]: "x" } }));
  const hidden: Record<string, ContextValue> = Object.fromEntries(keys.map((key) => [key, UNKNOWN]));
  assert.deepEqual(ask(statements, hidden).unknownKeys, keys);
});
