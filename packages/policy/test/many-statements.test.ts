import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compile, decide, explain, type Layers, type PolicyType, type Principal } from "@portcullis/policy";
import { oracle, type World } from "./oracle.ts";
import { type Random, randomOf } from "./random.ts";

// What is indexed decides as what is not: many statements, whose patterns begin alike, against the oracle.

const seed = Number(process.env.PORTCULLIS_SEED ?? 31);
const rounds = Math.ceil(Number(process.env.PORTCULLIS_ROUNDS ?? 700) / 10);
const A = "123456789012";

const users: readonly Principal[] = Array.from({ length: 6 }, (_, at) => ({
  kind: "user",
  arn: `arn:aws:iam::${A}:user/u${at}`,
  account: A,
  id: `AIDAU${at}`,
}));
const session: Principal = {
  kind: "role-session",
  arn: `arn:aws:sts::${A}:assumed-role/app/s`,
  roleArn: `arn:aws:iam::${A}:role/app`,
  account: A,
  id: "AROAAPP",
};
const principals: readonly Principal[] = [
  ...users,
  session,
  { kind: "service", name: "s3.amazonaws.com" },
  { kind: "anonymous" },
];

const name = (random: Random, characters: string) =>
  random.some(5, () => random.pick([...characters])).join("");

function principalOf(random: Random): unknown {
  const aws = (): string => {
    const principal = random.pick([...users, session]) as Extract<Principal, { readonly account: string }>;
    const own = principal.kind === "role-session" ? principal.roleArn : principal.arn;
    return random.pick([own, principal.arn, "id" in principal ? principal.id : A]);
  };
  return random.pick([
    "*",
    { AWS: aws() },
    { AWS: [aws(), aws()] },
    { AWS: aws() },
    { AWS: A },
    { Service: "s3.amazonaws.com" },
  ]);
}

function statementOf(random: Random, withPrincipal: boolean) {
  const deny = random.once(8);
  const not = withPrincipal && deny && random.once(4) ? "NotPrincipal" : "Principal";
  const resource = () =>
    random.once(12)
      ? "*"
      : `arn:aws:s3:::${name(random, "aab/?*")}${random.pick(["", "*", "${aws:username}"])}`;
  return {
    Effect: deny ? "Deny" : "Allow",
    ...(withPrincipal && { [not]: principalOf(random) }),
    Action: random.pick(["s3:*", "s3:Get*", "s3:GetObject", ["s3:PutObject", "sqs:*"], "*", "s3:*Object"]),
    [random.once(20) ? "NotResource" : "Resource"]: [resource(), ...random.some(2, resource)],
  };
}

function agree(random: Random, type: "identity" | "resource", count: number): string {
  const document = {
    Version: "2012-10-17",
    Statement: Array.from({ length: count }, () => statementOf(random, type === "resource")),
  };
  const set = compile(type, [{ source: { name: "p" }, text: JSON.stringify(document) }]);
  const layers: Layers =
    type === "identity"
      ? { identity: [set], scps: [], rcps: [] }
      : { identity: [], resource: set, scps: [], rcps: [] };
  let outcomes = "";
  for (let each = 0; each < 8; each++) {
    const world: World = {
      principal: type === "identity" ? users[0] : random.pick(principals),
      action: random.pick(["s3:GetObject", "s3:PutObject", "S3:getobject", "sqs:SendMessage"]),
      resource: { arn: `arn:aws:s3:::${name(random, "aab/")}`, account: A },
      context: { "aws:username": ["a*"] },
      identity: type === "identity" ? [document] : [],
      ...(type === "resource" && { resourcePolicy: { kind: "resource", document } }),
      scps: [],
      rcps: [],
    };
    const { principal, action, resource } = world;
    const request = { principal, action, resource, context: new Map(Object.entries(world.context)) as never };
    const decision = decide(layers, request);
    assert.equal(decision.outcome, oracle(world), JSON.stringify({ world, decision }));
    const explained = explain(layers, request);
    assert.equal(explained.outcome, decision.outcome);
    // Whatever statement decided is one that matches.
    if (decision.statement !== undefined)
      assert.ok(
        explained.statements.some(
          ({ statement, matched }) => matched && statement.index === decision.statement?.index,
        ),
      );
    outcomes += decision.outcome[0];
  }
  return outcomes;
}

for (const type of ["identity", "resource"] as const satisfies readonly PolicyType[])
  test(`many statements of a policy of type ${type} decide as the oracle says`, () => {
    let outcomes = "";
    for (let round = 0; round < rounds; round++) {
      const random = randomOf(seed + round);
      outcomes += agree(random, type, 1 + random.below(40));
    }
    for (const outcome of "AEI") assert.ok(outcomes.includes(outcome), outcomes);
  });

describe("a decision among many statements", () => {
  const texts = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::b${at}/*`,
    }));
  const layersOf = (count: number): Layers => {
    const text = JSON.stringify({ Version: "2012-10-17", Statement: texts(count) });
    return { identity: [compile("identity", [{ source: { name: "p" }, text }])], scps: [], rcps: [] };
  };
  const ask = (layers: Layers, arn: string) =>
    decide(layers, {
      principal: users[0]!,
      action: "s3:GetObject",
      resource: { arn, account: A },
      context: { get: () => undefined },
    });

  test("finds the one that the resource is about", () => {
    const layers = layersOf(2000);
    for (const at of [0, 7, 19, 200, 1999])
      assert.equal(ask(layers, `arn:aws:s3:::b${at}/x`).statement?.index, at);
    assert.equal(ask(layers, "arn:aws:s3:::b2000/x").outcome, "ImplicitDeny");
    assert.equal(ask(layers, "arn:aws:s3:::b").outcome, "ImplicitDeny");
  });

  test("asks a context only for the keys of statements that could apply", () => {
    const statements = texts(200).map((statement, at) => ({
      ...statement,
      Condition: { Null: { [`a:k${at}`]: "true" } },
    }));
    const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    const asked: string[] = [];
    const { outcome } = decide(
      { identity: [compile("identity", [{ source: { name: "p" }, text }])], scps: [], rcps: [] },
      {
        principal: users[0]!,
        action: "s3:GetObject",
        resource: { arn: "arn:aws:s3:::b77/x", account: A },
        context: { get: (key) => void asked.push(key) },
      },
    );
    assert.deepEqual([outcome, asked], ["Allow", ["a:k77"]]);
  });

  test("gives the very decision that it gave before, without making a new one", () => {
    const layers = layersOf(20);
    assert.equal(ask(layers, "arn:aws:s3:::b7/x"), ask(layers, "arn:aws:s3:::b7/y"));
    assert.equal(ask(layers, "arn:aws:s3:::c/x"), ask(layers, "arn:aws:s3:::d/y"));
  });

  test("remembers a bounded number of actions and still answers each", () => {
    const layers = layersOf(3);
    for (let at = 0; at < 3000; at++) {
      const request = {
        principal: users[0]!,
        action: `s3:Get${at}`,
        resource: { arn: "arn:aws:s3:::b1/x", account: A },
        context: { get: () => undefined },
      };
      assert.equal(decide(layers, request).outcome, "ImplicitDeny");
    }
    assert.equal(ask(layers, "arn:aws:s3:::b1/x").outcome, "Allow");
  });
});
