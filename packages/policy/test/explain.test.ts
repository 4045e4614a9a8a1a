import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compile,
  decide,
  explain,
  type Layers,
  type PolicyType,
  type Principal,
  type Request,
} from "@portcullis/policy";

const A = "123456789012";
const ann: Principal = { kind: "user", arn: `arn:aws:iam::${A}:user/ann`, account: A, id: "AIDAANN" };
const federated: Principal = {
  kind: "federated-user",
  arn: `arn:aws:sts::${A}:federated-user/fay`,
  userArn: ann.arn,
  account: A,
  id: "AIDAANN",
};

function set(type: PolicyType, statements: readonly object[], arn?: string) {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
  return compile(type, [{ source: { name: type, ...(arn && { arn }) }, text }]);
}

function ask(layers: Partial<Layers>, more: Partial<Request> = {}) {
  const request: Request = {
    principal: ann,
    action: "s3:GetObject",
    resource: { arn: "arn:aws:s3:::b/x", account: A },
    context: { get: () => undefined },
    ...more,
  };
  const whole = { identity: [], scps: [], rcps: [], ...layers };
  const explanation = explain(whole, request);
  const { outcome, layer, statement, unknownKeys } = explanation;
  assert.deepEqual({ outcome, layer, statement, unknownKeys }, decide(whole, request));
  return explanation;
}

const allow = { Effect: "Allow", Action: "*", Resource: "*" };
const deny = { Effect: "Deny", Action: "*", Resource: "*" };
const other = { Effect: "Allow", Action: "sqs:*", Resource: "*" };
const identity = [set("identity", [allow])];

test("the reason for a missing allow names the first layer without one, in AWS's words", () => {
  const action = "allows the s3:GetObject action";
  const reasons: readonly (readonly [Partial<Layers>, string, Partial<Request>?])[] = [
    [{}, `because no identity-based policy ${action}`],
    [
      { identity },
      `because no resource-based policy ${action}`,
      { resource: { arn: "arn:aws:s3:::b/x", account: "210987654321" } },
    ],
    [{ identity, boundary: set("boundary", [other]) }, `because no permissions boundary ${action}`],
    [{ identity, session: set("session", [other]) }, `because no session policy ${action}`],
    [{ identity }, `because no session policy ${action}`, { principal: federated }],
    [
      { identity, scps: [[set("scp", [allow])], [set("scp", [other])]] },
      `because no service control policy ${action}`,
    ],
    [
      { identity, endpoint: set("endpoint", [{ ...other, Principal: "*" }]) },
      `because no VPC endpoint policy ${action}`,
    ],
    [
      { identity },
      "because no role trust policy allows the sts:AssumeRole action",
      { action: "sts:AssumeRole", resource: { arn: `arn:aws:iam::${A}:role/r`, account: A } },
    ],
  ];
  for (const [layers, reason, more] of reasons) assert.equal(ask(layers, more).reason, reason);
});

test("the reason for an explicit deny names the layer, in AWS's words", () => {
  const onResource = { ...deny, Principal: "*" };
  const reasons: readonly (readonly [Partial<Layers>, string])[] = [
    [{ identity: [set("identity", [deny])] }, "with an explicit deny in an identity-based policy"],
    [
      { identity, resource: set("resource", [onResource]) },
      "with an explicit deny in a resource-based policy",
    ],
    [{ identity, boundary: set("boundary", [deny]) }, "with an explicit deny in a permissions boundary"],
    [{ identity, session: set("session", [deny]) }, "with an explicit deny in a session policy"],
    [{ identity, scps: [[set("scp", [allow, deny])]] }, "with an explicit deny in a service control policy"],
    [
      {
        identity,
        rcps: [
          [
            set("rcp", [
              { ...allow, Principal: "*" },
              { ...onResource, Action: "s3:*" },
            ]),
          ],
        ],
      },
      "with an explicit deny in a resource control policy",
    ],
    [{ identity, endpoint: set("endpoint", [onResource]) }, "with an explicit deny in a VPC endpoint policy"],
    [
      {
        identity,
        resource: set("trust", [{ Effect: "Deny", Principal: { AWS: A }, Action: ["sts:*", "s3:*"] }]),
      },
      "with an explicit deny in the role trust policy",
    ],
  ];
  for (const [layers, reason] of reasons) assert.equal(ask(layers).reason, reason);
});

test("an explicit deny of a managed policy ends with the policy's ARN, and one of a resource's policy never does", () => {
  const arn = `arn:aws:iam::${A}:policy/Guard`;
  assert.equal(
    ask({ identity: [set("identity", [deny], arn)] }).reason,
    `with an explicit deny in an identity-based policy: ${arn}`,
  );
  const resource = set("resource", [{ ...deny, Principal: "*" }], arn);
  assert.equal(ask({ identity, resource }).reason, "with an explicit deny in a resource-based policy");
});

test("where several layers deny, the one that AWS names first is named", () => {
  const layers = {
    identity: [set("identity", [deny])],
    boundary: set("boundary", [deny]),
    scps: [[set("scp", [deny])]],
  };
  assert.equal(ask(layers).layer, "scp");
  assert.equal(ask({ ...layers, scps: [] }).layer, "identity");
});

test("an allow has no reason, and names the statement that allowed", () => {
  const { reason, statement, layer } = ask({
    identity: [set("identity", [other, { ...allow, Sid: "All" }])],
  });
  assert.deepEqual([reason, statement?.index, statement?.sid, layer], ["", 1, "All", undefined]);
});

test("each statement that does not match says which part failed", () => {
  const condition = {
    ...allow,
    Condition: { StringEquals: { "aws:username": "bob" }, Bool: { "aws:SecureTransport": "true" } },
  };
  const { statements } = ask({
    identity: [set("identity", [other, { ...allow, Resource: "arn:aws:s3:::c/*" }, condition, allow])],
    resource: set("resource", [{ ...allow, Principal: { AWS: `arn:aws:iam::${A}:user/bob` } }]),
  });
  assert.deepEqual(
    statements.map(({ layer, matched, failed }) => [layer, matched, failed?.part, failed?.detail]),
    [
      ["resource", false, "principal", "the principal is not named"],
      ["identity", false, "action", "the action `s3:GetObject` is not covered"],
      ["identity", false, "resource", "the resource `arn:aws:s3:::b/x` is not covered"],
      ["identity", false, "condition", "`StringEquals` of `aws:username` does not hold"],
      ["identity", true, undefined, undefined],
    ],
  );
});

test("a statement's place runs from its brace to just after the closing one", () => {
  const [report] = ask({ identity: [set("identity", [allow])] }).statements;
  assert.deepEqual(
    [report?.start, report?.end],
    [
      { line: 4, column: 5 },
      { line: 8, column: 6 },
    ],
  );
});

test("every layer that applies has its own outcome", () => {
  const { layers } = ask({
    identity,
    boundary: set("boundary", [other]),
    scps: [[set("scp", [allow])], [set("scp", [other])], [set("scp", [allow])]],
    endpoint: set("endpoint", [{ ...allow, Principal: "*" }]),
    session: set("session", [allow, deny]),
  });
  assert.deepEqual(Object.fromEntries(layers.map(({ layer, outcome }) => [layer, outcome])), {
    scp: "ImplicitDeny",
    identity: "Allow",
    boundary: "ImplicitDeny",
    session: "ExplicitDeny",
    endpoint: "Allow",
  });
});

test("a layer that does not bind the principal is not reported", () => {
  const principal: Principal = { kind: "service", name: "s3.amazonaws.com" };
  const { statements, layers } = ask({ scps: [[set("scp", [deny])]] }, { principal });
  assert.deepEqual([statements, layers], [[], []]);
});

test("a document that cannot be read is reported as the statement that denies, at index minus one", () => {
  const broken = compile("identity", [{ source: { name: "broken" }, text: "{" }]);
  const { outcome, statement, statements } = ask({ identity: [...identity, broken] });
  assert.deepEqual(
    [outcome, statement?.index, statement?.document.source.name],
    ["ExplicitDeny", -1, "broken"],
  );
  assert.deepEqual(statements.at(-1)?.matched, true);
});
