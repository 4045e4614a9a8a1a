import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  compile,
  decide,
  type Layers,
  type PolicyType,
  type Principal,
  type SourceDocument,
} from "@portcullis/policy";

const A = "123456789012";
const role = `arn:aws:iam::${A}:role/app`;
const ann = (id: string): Principal => ({ kind: "user", arn: `arn:aws:iam::${A}:user/ann`, account: A, id });
const session: Principal = {
  kind: "role-session",
  arn: `arn:aws:sts::${A}:assumed-role/app/s`,
  roleArn: role,
  account: A,
  id: "AROA1",
};
const allow = { Effect: "Allow", Action: "*", Resource: "*" };

function set(type: PolicyType, statement: object | readonly object[], more: Partial<SourceDocument> = {}) {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  return compile(type, [{ source: { name: type }, text, ...more }]);
}

function outcome(
  layers: Partial<Layers>,
  principal: Principal = ann("AIDA1"),
  context: Record<string, string[]> = {},
  arn = "arn:aws:s3:::b/x",
) {
  return decide(
    { identity: [], scps: [], rcps: [], ...layers },
    {
      principal,
      action: "s3:GetObject",
      resource: { arn, account: A },
      context: { get: (key) => context[key] },
    },
  ).outcome;
}

describe("attack: a principal made again under the name of a deleted one", () => {
  const principalIds = { [`arn:aws:iam::${A}:user/ann`]: "AIDA1" };
  const resource = set(
    "resource",
    { ...allow, Principal: { AWS: `arn:aws:iam::${A}:user/ann` } },
    { principalIds },
  );
  test("regains nothing that the first was granted", () => {
    assert.equal(outcome({ resource }, ann("AIDA1")), "Allow");
    assert.equal(outcome({ resource }, ann("AIDA2")), "ImplicitDeny");
  });
  test("is not spared where the first was", () => {
    const deny = {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      NotPrincipal: { AWS: [`arn:aws:iam::${A}:user/ann`, A] },
    };
    const layers = { identity: [set("identity", allow)], resource: set("resource", deny, { principalIds }) };
    assert.equal(outcome(layers, ann("AIDA1")), "Allow");
    assert.equal(outcome(layers, ann("AIDA2")), "ExplicitDeny");
  });
  test("names of Object.prototype in the map of ids mean nothing", () => {
    const statement = { ...allow, Principal: { AWS: ["AIDA1", `arn:aws:iam::${A}:user/constructor`] } };
    assert.equal(outcome({ resource: set("resource", statement, { principalIds: {} }) }), "Allow");
  });
});

describe("attack: the same text as another type of policy", () => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: allow });
  test("a set stands only in the layer of its type", () => {
    const identity = compile("identity", [{ source: { name: "p" }, text }]);
    assert.throws(() => outcome({ boundary: identity }), TypeError);
    assert.throws(() => outcome({ scps: [[identity]] }), TypeError);
    assert.throws(() => outcome({ identity: [set("session", allow)] }), TypeError);
  });
  test("a set that was not compiled is not an empty one", () => {
    assert.throws(() => outcome({ identity: [{ type: "identity", documents: [] }] }), TypeError);
  });
  test("a set cannot be changed after it was compiled", () => {
    assert.ok(Object.isFrozen(set("identity", allow)));
  });
});

describe("attack: an error inside a Deny", () => {
  const denied: readonly (readonly [string, object])[] = [
    ["a number that is none", { NumericLessThan: { "a:n": "ten" } }],
    ["a date that is none", { DateGreaterThan: { "a:n": "soon" } }],
    ["a network that is none", { IpAddress: { "a:n": "10.0.0.0/99" } }],
    ["a boolean that is none", { Bool: { "a:n": "yes" } }],
    ["a variable in a boolean", { Bool: { "a:n": "${a:n}" } }],
    ["base-64 that is none", { BinaryEquals: { "a:n": "?" } }],
    ["a variable that is not closed", { StringEquals: { "a:n": "${a:n" } }],
    ["an operator without a key", { StringEquals: {} }],
    ["Null of something else", { Null: { "a:n": "maybe" } }],
  ];
  for (const [what, Condition] of denied) {
    test(`${what} does not lift it`, () => {
      const layers = { identity: [set("identity", [allow, { ...allow, Effect: "Deny", Condition }])] };
      assert.equal(outcome(layers, ann("AIDA1"), { "a:n": ["5"] }), "ExplicitDeny");
    });
    test(`${what} allows nothing`, () => {
      assert.equal(
        outcome({ identity: [set("identity", { ...allow, Condition })] }, ann("AIDA1"), { "a:n": ["5"] }),
        "ImplicitDeny",
      );
    });
  }
  test("a wildcard in a principal does not lift it, and allows nothing", () => {
    const Principal = { AWS: `arn:aws:iam::${A}:user/*` };
    const identity = [set("identity", allow)];
    assert.equal(
      outcome({ identity, resource: set("resource", { ...allow, Effect: "Deny", Principal }) }),
      "ExplicitDeny",
    );
    assert.equal(outcome({ resource: set("resource", { ...allow, Principal }) }), "ImplicitDeny");
  });
  test("an action or a resource that is none does not lift it", () => {
    for (const part of [
      { Action: "GetObject" },
      { Action: "s?:*" },
      { Resource: "b/x" },
      { Resource: "arn:aws:s*:::b" },
    ])
      assert.equal(
        outcome({ identity: [set("identity", [allow, { ...allow, Effect: "Deny", ...part }])] }),
        "ExplicitDeny",
      );
  });
});

describe("attack: patterns that make a matcher go back", () => {
  const slow = 50_000;
  const patterns: readonly (readonly [string, string, string])[] = [
    ["ten thousand stars", "*".repeat(10_000), "a".repeat(slow)],
    ["stars between letters", "a*".repeat(5_000), "a".repeat(slow)],
    ["stars between letters and another end", `${"a*".repeat(5_000)}b`, "a".repeat(slow)],
    ["stars and question marks in turn", `${"*?".repeat(5_000)}b`, "a".repeat(slow)],
    ["a long tail shared with the text", `*${"a".repeat(5_000)}b*`, "a".repeat(slow)],
    ["question marks between letters", `*${"a?".repeat(500)}b*`, "a".repeat(slow)],
    ["nested groups as a regular expression", "(a+)+$", "a".repeat(slow)],
    ["braces and brackets as a glob", "{a,{a,{a,b}}}[!b]", "a".repeat(slow)],
  ];
  for (const [what, pattern, value] of patterns)
    test(what, () => {
      const statements = [
        { ...allow, Condition: { StringLike: { "a:v": pattern } } },
        { ...allow, Resource: `arn:aws:s3:::b/${pattern}` },
        { ...allow, Resource: `arn:aws:s3:x${pattern}x::b` },
        { ...allow, Condition: { ArnLike: { "a:w": `arn:aws:s3:::${pattern}` } } },
      ];
      const layers = { identity: [set("identity", statements)] };
      const start = performance.now();
      const found = outcome(
        layers,
        ann("AIDA1"),
        { "a:v": [value], "a:w": [`arn:aws:s3:::${value}`] },
        `arn:aws:s3:::b/${value}`,
      );
      assert.equal(
        found,
        what === "ten thousand stars" || what === "stars between letters" ? "Allow" : "ImplicitDeny",
      );
      // Generous: what goes back takes minutes.
      assert.ok(performance.now() - start < 20_000, `${performance.now() - start} ms`);
    });
});

describe("attack: aliases of a name", () => {
  test("characters that Unicode folds to ASCII are no other spelling of an action or a key", () => {
    const kelvin = "\u212a";
    assert.equal(
      outcome({ identity: [set("identity", { ...allow, Action: `s3:GetObject${kelvin}` })] }),
      "ImplicitDeny",
    );
    const Condition = { StringEquals: { [`a:${kelvin}`]: "x" } };
    assert.equal(
      outcome({ identity: [set("identity", { ...allow, Condition })] }, ann("AIDA1"), { "a:k": ["x"] }),
      "ImplicitDeny",
    );
  });
  test("keys are asked for in lower case only, so that the context need not fold", () => {
    const asked: string[] = [];
    const context = { get: (key: string) => void asked.push(key) };
    const statement = {
      ...allow,
      Resource: "arn:aws:s3:::${AWS:UserName}",
      Condition: { Null: { "aws:RequestTag/Team": "true" } },
    };
    const layers: Layers = {
      identity: [set("identity", [statement, { ...statement, Resource: "*" }])],
      scps: [],
      rcps: [],
    };
    decide(layers, {
      principal: session,
      action: "s3:GetObject",
      resource: { arn: "arn:aws:s3:::b", account: A },
      context,
    });
    assert.deepEqual([...new Set(asked)].sort(), ["aws:requesttag/team", "aws:username"]);
  });
});

test("attack: a policy that only denies is no allow of what it leaves", () => {
  const guard = set("session", { Effect: "Deny", Action: "iam:*", Resource: "*" });
  assert.equal(outcome({ identity: [set("identity", allow)], session: guard }, session), "ImplicitDeny");
});

test("attack: a resource of no known owner is allowed to nobody", () => {
  const root: Principal = { kind: "root", arn: `arn:aws:iam::${A}:root`, account: A };
  const resource = set("resource", { ...allow, Principal: "*" });
  for (const principal of [ann("AIDA1"), root, session, { kind: "anonymous" } as const]) {
    const request = {
      principal,
      action: "s3:GetObject",
      resource: { arn: "arn:aws:s3:::b", account: undefined },
      context: { get: () => undefined },
    };
    assert.equal(
      decide({ identity: [set("identity", allow)], resource, scps: [], rcps: [] }, request).outcome,
      "ImplicitDeny",
    );
  }
});
