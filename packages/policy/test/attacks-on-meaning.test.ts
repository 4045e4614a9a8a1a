import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type ContextValue,
  check,
  compile,
  decide,
  type Layers,
  type PolicyType,
  type Principal,
  UNKNOWN,
} from "@portcullis/policy";
import { contextOf } from "./engine.ts";

const A = "123456789012";
const B = "210987654321";
const ann: Principal = { kind: "user", arn: `arn:aws:iam::${A}:user/ann`, account: A, id: "AIDA1" };
const session: Principal = {
  kind: "role-session",
  arn: `arn:aws:sts::${A}:assumed-role/app/s`,
  roleArn: `arn:aws:iam::${A}:role/app`,
  account: A,
  id: "AROA1",
};
const allow = { Effect: "Allow", Action: "*", Resource: "*" };
const deny = { ...allow, Effect: "Deny" };

const documentOf = (statement: unknown, more: object = {}) =>
  JSON.stringify({ Version: "2012-10-17", ...more, Statement: statement });
const set = (type: PolicyType, statement: unknown, more: object = {}) =>
  compile(type, [{ source: { name: type }, text: documentOf(statement, more) }]);

interface Asked {
  readonly principal?: Principal;
  readonly context?: Readonly<Record<string, ContextValue>>;
  readonly arn?: string;
  readonly owner?: string;
  readonly action?: string;
}

function outcome(layers: Partial<Layers>, asked: Asked = {}) {
  const {
    principal = ann,
    context = {},
    arn = "arn:aws:s3:::b/x",
    owner = A,
    action = "s3:GetObject",
  } = asked;
  return decide(
    { identity: [], scps: [], rcps: [], ...layers },
    { principal, action, resource: { arn, account: owner }, context: contextOf(context) },
  ).outcome;
}

const own = (...statements: object[]) => ({ identity: [set("identity", statements)] });

describe("attack: what is not understood", () => {
  const statements: readonly (readonly [string, object])[] = [
    ["an operator", { ...allow, Condition: { StringMatches: { "a:k": "x" } } }],
    [
      "an operator with a set prefix of its own",
      { ...allow, Condition: { "ForNoValue:StringEquals": { "a:k": "x" } } },
    ],
    ["an element", { ...allow, Conditions: {} }],
    ["an element in another case", { ...allow, condition: {} }],
  ];
  for (const [what, statement] of statements)
    test(`${what} is refused when written and denies when read`, () => {
      assert.notEqual(check("identity", documentOf(statement)).length, 0);
      assert.equal(
        outcome({ identity: [set("identity", allow), set("identity", statement)] }),
        "ExplicitDeny",
      );
    });
  test("a version is refused when written and denies when read", () => {
    assert.notEqual(check("identity", documentOf(allow, { Version: "2030-01-01" })).length, 0);
    assert.equal(outcome({ identity: [set("identity", allow, { Version: "2030-01-01" })] }), "ExplicitDeny");
  });
});

describe("attack: set operators and their negations changed about", () => {
  const keys = (values: readonly string[] | undefined) => ({ context: { "aws:tagkeys": values } });
  test("every value must differ under ForAllValues, and one under ForAnyValue", () => {
    const all = own({ ...allow, Condition: { "ForAllValues:StringNotEquals": { "aws:TagKeys": "secret" } } });
    const any = own({ ...allow, Condition: { "ForAnyValue:StringNotEquals": { "aws:TagKeys": "secret" } } });
    assert.equal(outcome(all, keys(["a", "secret"])), "ImplicitDeny");
    assert.equal(outcome(any, keys(["a", "secret"])), "Allow");
    assert.equal(outcome(any, keys(["secret"])), "ImplicitDeny");
  });
  test("without values ForAllValues holds and ForAnyValue does not", () => {
    for (const values of [undefined, []]) {
      assert.equal(
        outcome(
          own({ ...allow, Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": "a" } } }),
          keys(values),
        ),
        "Allow",
      );
      assert.equal(
        outcome(
          own({ ...allow, Condition: { "ForAnyValue:StringEquals": { "aws:TagKeys": "a" } } }),
          keys(values),
        ),
        "ImplicitDeny",
      );
      assert.equal(
        outcome(
          own({ ...allow, Condition: { "ForAnyValue:StringNotEquals": { "aws:TagKeys": "a" } } }),
          keys(values),
        ),
        "ImplicitDeny",
      );
    }
  });
});

describe("attack: an address in another spelling", () => {
  const inside = own({ ...allow, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } });
  for (const address of [
    "::ffff:10.0.0.1",
    "::10.0.0.1",
    "010.0.0.1",
    "0x0a.0.0.1",
    "10.1",
    "167772161",
    "10.0.0.1 ",
    "10.0.0.1, 1.2.3.4",
    "10.0.0.1:80",
    "[10.0.0.1]",
    "10.0.0.1%0",
  ])
    test(`${JSON.stringify(address)} is not in the network`, () =>
      assert.equal(outcome(inside, { context: { "aws:sourceip": [address] } }), "ImplicitDeny"));
  test("and is not outside of one either, as far as a deny goes", () => {
    const guard = own(allow, { ...deny, Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } } });
    for (const address of ["010.0.0.1", "10.1", ""])
      assert.equal(outcome(guard, { context: { "aws:sourceip": [address] } }), "ExplicitDeny");
  });
});

describe("attack: variables", () => {
  test("a tag of the request and the principal's of the same name are two", () => {
    const same = own({
      ...allow,
      Condition: { StringEquals: { "aws:RequestTag/team": "${aws:PrincipalTag/team}" } },
    });
    const context = (request?: string, principal?: string) => ({
      context: {
        "aws:requesttag/team": request && [request],
        "aws:principaltag/team": principal && [principal],
      } as Record<string, string[]>,
    });
    assert.equal(outcome(same, context("red", "blue")), "ImplicitDeny");
    assert.equal(outcome(same, context("red")), "ImplicitDeny");
    assert.equal(outcome(same, context("red", "red")), "Allow");
  });
  for (const value of ["*", "?", "${*}", "${aws:username}", "a/../*", "b*"])
    test(`a value ${value} is no pattern and no variable`, () => {
      const context = { "aws:principaltag/team": [value], "aws:username": ["ann"] };
      const home = own({ ...allow, Resource: "arn:aws:s3:::b/${aws:PrincipalTag/team}" });
      const like = own({
        ...allow,
        Condition: { StringLike: { "aws:username": "${aws:PrincipalTag/team}" } },
      });
      const arn = own({
        ...allow,
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::${aws:PrincipalTag/team}" } },
      });
      assert.equal(outcome(home, { context }), "ImplicitDeny");
      assert.equal(outcome(home, { context, arn: `arn:aws:s3:::b/${value}` }), "Allow");
      assert.equal(outcome(like, { context }), "ImplicitDeny");
      assert.equal(
        outcome(arn, { context: { ...context, "aws:sourcearn": ["arn:aws:s3:::x"] } }),
        "ImplicitDeny",
      );
    });
  test("a variable without a value matches nothing, not even another one without", () => {
    assert.equal(
      outcome(own({ ...allow, Resource: "arn:aws:s3:::b/${a:missing}" }), { arn: "arn:aws:s3:::b/" }),
      "ImplicitDeny",
    );
    assert.equal(
      outcome(own({ ...allow, Condition: { StringEquals: { "a:missing": "${a:other}" } } })),
      "ImplicitDeny",
    );
  });
});

test("attack: names of Object.prototype as elements, condition keys and tags", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const text = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"${name}":"x"}}}}`;
    const identity = [compile("identity", [{ source: { name: "p" }, text }])];
    assert.equal(outcome({ identity }), "ImplicitDeny");
    assert.equal(outcome(own({ ...allow, Resource: `arn:aws:s3:::b/\${${name}}` })), "ImplicitDeny");
    assert.equal(
      outcome({
        identity: [
          set("identity", allow),
          set("identity", JSON.parse(`{"${name}":1,"Effect":"Allow","Action":"*","Resource":"*"}`)),
        ],
      }),
      "ExplicitDeny",
    );
    assert.equal(
      outcome(own({ ...allow, Condition: JSON.parse(`{"${name}":{"a:k":"x"}}`) })),
      "ExplicitDeny",
    );
  }
});

test("attack: case where it counts and where it does not", () => {
  assert.equal(outcome(own({ ...allow, Action: "S3:GETOBJECT" })), "Allow");
  assert.equal(outcome(own({ ...allow, Resource: "arn:aws:s3:::B/*" })), "ImplicitDeny");
  const value = { context: { "aws:principaltag/team": ["Blue"] } };
  assert.equal(
    outcome(own({ ...allow, Condition: { StringEquals: { "AWS:principalTAG/Team": "Blue" } } }), value),
    "Allow",
  );
  assert.equal(
    outcome(own({ ...allow, Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } } }), value),
    "ImplicitDeny",
  );
});

test("attack: characters of regular expressions and of shells", () => {
  for (const pattern of [".*", "[a-z]+", "(x|y)", "^x$", "x{1}", "\\w", "{x,y}", "!(z)", "+(x)"]) {
    assert.equal(
      outcome(own({ ...allow, Resource: `arn:aws:s3:::b/${pattern.replaceAll("*", "")}` })),
      "ImplicitDeny",
    );
    assert.equal(
      outcome(own({ ...allow, Condition: { StringLike: { "a:k": pattern } } }), {
        context: { "a:k": ["x"] },
      }),
      "ImplicitDeny",
    );
  }
});

describe("attack: a limit that is passed by", () => {
  const grant = (principal: string) => set("resource", { ...allow, Principal: { AWS: principal } });
  const other = set("boundary", { ...allow, Action: "other:*" });
  test("naming the role keeps its boundary and its session policy", () => {
    const resource = grant(`arn:aws:iam::${A}:role/app`);
    assert.equal(outcome({ resource, boundary: other }, { principal: session }), "ImplicitDeny");
    assert.equal(
      outcome({ resource, session: set("session", { ...allow, Action: "other:*" }) }, { principal: session }),
      "ImplicitDeny",
    );
  });
  test("naming the account delegates and grants nothing", () =>
    assert.equal(outcome({ resource: grant(A) }), "ImplicitDeny"));
  test("across accounts neither side is enough, and the caller's limits hold", () => {
    const resource = set("resource", { ...allow, Principal: "*" });
    assert.equal(outcome({ resource }, { owner: B }), "ImplicitDeny");
    assert.equal(outcome(own(allow), { owner: B }), "ImplicitDeny");
    assert.equal(outcome({ ...own(allow), resource, boundary: other }, { owner: B }), "ImplicitDeny");
    assert.equal(outcome({ ...own(allow), resource }, { owner: B }), "Allow");
  });
  test("a service control policy that was taken away denies, and a path alone exempts nobody", () => {
    assert.equal(outcome({ ...own(allow), scps: [[]] }), "ImplicitDeny");
    const lookalike: Principal = { ...session, roleArn: `arn:aws:iam::${A}:role/x/aws-service-role/app` };
    assert.equal(outcome({ ...own(allow), scps: [[]] }, { principal: lookalike }), "ImplicitDeny");
  });
  test("a resource control policy hits services and root", () => {
    const rcps = [
      [set("rcp", { ...allow, Principal: "*" }), set("rcp", { ...deny, Action: "s3:*", Principal: "*" })],
    ];
    const resource = set("resource", { ...allow, Principal: { Service: "x.amazonaws.com" } });
    assert.equal(
      outcome({ rcps, resource }, { principal: { kind: "service", name: "x.amazonaws.com" } }),
      "ExplicitDeny",
    );
    assert.equal(
      outcome({ rcps }, { principal: { kind: "root", arn: `arn:aws:iam::${A}:root`, account: A } }),
      "ExplicitDeny",
    );
  });
  test("NotPrincipal spares nobody with a boundary, and NotAction allows all the rest", () => {
    const resource = set("resource", {
      Effect: "Deny",
      NotPrincipal: { AWS: [A, `arn:aws:iam::${A}:user/ann`] },
      Action: "*",
      Resource: "*",
    });
    assert.equal(outcome({ ...own(allow), resource }), "Allow");
    assert.equal(outcome({ ...own(allow), resource, boundary: set("boundary", allow) }), "ExplicitDeny");
    assert.equal(
      outcome(own({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), {
        action: "sqs:DeleteQueue",
        arn: `arn:aws:sqs:eu-west-1:${A}:jobs`,
      }),
      "Allow",
    );
  });
});

test("attack: what was learnt of one request answers no other", () => {
  const layers = own({ ...allow, Resource: "arn:aws:s3:::b/*", Condition: { StringEquals: { "a:k": "x" } } });
  const k = (value: ContextValue): Asked => ({ context: { "a:k": value } });
  for (let time = 0; time < 3; time++) {
    assert.equal(outcome(layers, k(["x"])), "Allow");
    assert.equal(outcome(layers, k(["y"])), "ImplicitDeny");
    assert.equal(outcome(layers, k(UNKNOWN)), "ImplicitDeny");
    assert.equal(outcome(layers, { ...k(["x"]), arn: "arn:aws:s3:::c/x" }), "ImplicitDeny");
    assert.equal(outcome(layers, { ...k(["x"]), owner: B }), "ImplicitDeny");
    assert.equal(outcome(layers, { ...k(["x"]), principal: { kind: "anonymous" } }), "ImplicitDeny");
  }
});

test("attack: dot segments, doubled slashes and escapes in a resource are plain text", () => {
  const layers = own({ ...allow, Resource: "arn:aws:s3:::b/public/*" });
  for (const key of ["public/../secret", "public//x", "public/%2e%2e/secret"])
    assert.equal(outcome(layers, { arn: `arn:aws:s3:::b/${key}` }), "Allow");
  for (const key of ["./public/x", "x/../public/x", "/public/x", "%70ublic/x", "public"])
    assert.equal(outcome(layers, { arn: `arn:aws:s3:::b/${key}` }), "ImplicitDeny");
});

test("attack: a bomb of statements and wildcards is decided as fast as it is read", () => {
  const statements = Array.from({ length: 2000 }, (_, at) => ({
    ...allow,
    Action: ["s3:*a*b*c*", "s3:?*?*?*"],
    Resource: `arn:aws:s3:::*${"a*".repeat(20)}${at}`,
    Condition: { StringLike: { "a:k": "*a*a*a*a*b" } },
  }));
  const before = process.cpuUsage();
  const layers = own(...statements);
  for (let at = 0; at < 100; at++)
    assert.equal(
      outcome(layers, { arn: `arn:aws:s3:::${"a".repeat(200)}`, context: { "a:k": ["a".repeat(1000)] } }),
      "ImplicitDeny",
    );
  const { user, system } = process.cpuUsage(before);
  // Generous: what tries every way takes years.
  assert.ok(user + system < 20_000_000, `${user + system} µs`);
});
