import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compile, decide, type Layers, type Principal, type Request } from "@portcullis/policy";

const account = "123456789012";
const role = `arn:aws:iam::${account}:role/Worker`;
const document = (name: string, statement: object) => [
  {
    source: { name },
    text: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] }),
  },
];

const principals = [
  { kind: "user", arn: `arn:aws:iam::${account}:user/Ann`, account, id: "AIDAAAAAAAAAAAAAAAAAA" },
  {
    kind: "role-session",
    arn: `arn:aws:sts::${account}:assumed-role/Approver/ann`,
    roleArn: `arn:aws:iam::${account}:role/Approver`,
    account,
    id: "AROAAAAAAAAAAAAAAAAAA",
  },
  { kind: "root", arn: `arn:aws:iam::${account}:root`, account },
] as const satisfies readonly Principal[];

const askedOf = (principal: Principal): Request => ({
  principal,
  action: "sts:AssumeRole",
  resource: { arn: role, account },
  context: { get: () => undefined },
});
const layersFor = (arn: string, Action: string): Layers => ({
  identity: [compile("identity", document("own", { Action: "*", Resource: "*" }))],
  resource: compile("trust", document("trust", { Action: "sts:AssumeRole", Principal: { AWS: arn } })),
  session: compile("session", document("session", { Action, Resource: "*" })),
  scps: [],
  rcps: [],
});

describe("a resource that names the very user, session or root", () => {
  for (const principal of principals) {
    const narrow = layersFor(principal.arn, "s3:*");

    it(`is out of reach of a delegation by a ${principal.kind} whose policy leaves it out`, () => {
      const { outcome, layer } = decide({ ...narrow, delegated: true }, askedOf(principal));
      assert.deepEqual([outcome, layer], ["ImplicitDeny", "session"]);
    });

    it(`is not beyond the session policies of a ${principal.kind} that are none of a delegation`, () => {
      assert.equal(decide(narrow, askedOf(principal)).outcome, "Allow");
    });

    it(`is open to a delegation by a ${principal.kind} whose policy allows it`, () => {
      const wide = layersFor(principal.arn, "sts:AssumeRole");
      assert.equal(decide({ ...wide, delegated: true }, askedOf(principal)).outcome, "Allow");
    });
  }
});
