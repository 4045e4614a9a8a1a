import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, decide, type Layers, type PolicyType, type Principal } from "@portcullis/policy";
import { oracle, type World } from "./oracle.ts";

// Every situation with every result of every layer, against the oracle.

const A = "111111111111";
const B = "222222222222";
const allow = { Effect: "Allow", Action: "*", Resource: "*" };
const deny = { Effect: "Deny", Action: "*", Resource: "*" };
const other = { Effect: "Allow", Action: "other:*", Resource: "*" };

type Json = unknown;
const document = (...Statement: Json[]) => ({ Version: "2012-10-17", Statement });
const compiled = new Map<string, ReturnType<typeof compile>>();

function set(type: PolicyType, value: Json) {
  const text = JSON.stringify(value);
  const key = `${type} ${text}`;
  const known = compiled.get(key) ?? compile(type, [{ source: { name: type }, text }]);
  compiled.set(key, known);
  return known;
}

const user = `arn:aws:iam::${A}:user/ann`;
const role = `arn:aws:iam::${A}:role/app`;
const session = `arn:aws:sts::${A}:assumed-role/app/s`;
const fed = `arn:aws:sts::${A}:federated-user/fay`;
const provider = `arn:aws:iam::${A}:saml-provider/Corp`;
const linked = `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/X`;

const principals: readonly (readonly [Principal, readonly Json[]])[] = [
  [
    { kind: "user", arn: user, account: A, id: "AIDAANN" },
    [{ AWS: user }, { AWS: "AIDAANN" }, { AWS: [A, user] }],
  ],
  [
    { kind: "role-session", arn: session, roleArn: role, account: A, id: "AROAAPP" },
    [{ AWS: role }, { AWS: session }, { AWS: [role, session] }],
  ],
  [{ kind: "role-session", arn: session, roleArn: linked, account: A, id: "AROALINK" }, [{ AWS: linked }]],
  [
    { kind: "federated-user", arn: fed, userArn: user, account: A, id: "AIDAANN" },
    [{ AWS: user }, { AWS: fed }],
  ],
  [{ kind: "root", arn: `arn:aws:iam::${A}:root`, account: A }, []],
  [{ kind: "anonymous" }, []],
  [{ kind: "service", name: "s3.amazonaws.com" }, [{ Service: "s3.amazonaws.com" }]],
  [{ kind: "saml", provider }, [{ Federated: provider }]],
];

const situations: readonly (readonly [PolicyType & ("resource" | "trust" | "key"), string, string])[] = [
  ["resource", "sqs:SendMessage", `arn:aws:sqs:eu-west-1:${A}:jobs`],
  ["trust", "sts:AssumeRole", `arn:aws:iam::${A}:role/r`],
  ["trust", "sts:AssumeRole", linked],
  ["key", "kms:Decrypt", `arn:aws:kms:eu-west-1:${A}:key/k`],
];

interface Guardrails {
  readonly scps: readonly (readonly Json[])[];
  readonly rcps: readonly (readonly Json[])[];
  readonly endpoint?: Json;
}

const everyone = { ...allow, Principal: "*" };
const guardrails: readonly Guardrails[] = [
  { scps: [], rcps: [] },
  {
    scps: [[document(allow)], [document(allow)]],
    rcps: [[document(everyone)]],
    endpoint: document(everyone),
  },
  { scps: [[document(allow)], [document(other)]], rcps: [] },
  { scps: [[document(allow), document(deny)]], rcps: [] },
  { scps: [], rcps: [[document(everyone)], [document({ ...deny, Principal: "*", Action: "x:*" })]] },
  { scps: [], rcps: [[document(everyone, { ...deny, Principal: "*" })]] },
  { scps: [], rcps: [], endpoint: document({ ...other, Principal: "*" }) },
  { scps: [], rcps: [], endpoint: document(everyone, { ...deny, Principal: "*" }) },
];

/** Absent, allowing, silent, denying. */
const limits: readonly (Json | undefined)[] = [
  undefined,
  document(allow),
  document(other),
  document(allow, deny),
];

function policiesNaming(kind: string, namings: readonly Json[]): readonly (Json | undefined)[] {
  const shape = (statement: object, Principal: Json) => {
    const { Resource, ...rest } = { ...statement, Principal } as Record<string, Json>;
    return kind === "trust" ? { ...rest, Action: "sts:*" } : { ...rest, Resource };
  };
  const each = [{ AWS: A }, { AWS: B }, { AWS: "*" }, ...namings];
  return [undefined, ...each.map((naming) => document(shape(allow, naming))), document(shape(deny, "*"))];
}

test("layers combine as the oracle says in every situation", () => {
  let combinations = 0;
  const outcomes = new Set<string>();
  for (const [principal, namings] of principals)
    for (const [kind, action, arn] of situations)
      for (const resourcePolicy of policiesNaming(kind, namings))
        for (const account of [A, B, undefined])
          for (const [index, identity] of limits.entries())
            for (const boundary of limits)
              for (const passed of limits)
                for (const guardrail of index < 2 && (boundary ?? passed) === undefined
                  ? guardrails
                  : guardrails.slice(0, 1)) {
                  // One layer that denies is enough; two at once test nothing new.
                  if ([identity, boundary, passed].filter((each) => each === limits[3]).length > 1) continue;
                  const world: World = {
                    principal,
                    action,
                    resource: { arn, account },
                    context: {},
                    identity: identity === undefined ? [] : [identity],
                    ...(boundary !== undefined && { boundary }),
                    ...(passed !== undefined && { session: [passed] }),
                    ...(resourcePolicy !== undefined && {
                      resourcePolicy: { kind, document: resourcePolicy },
                    }),
                    ...guardrail,
                  };
                  const layers: Layers = {
                    identity: world.identity.map((each) => set("identity", each)),
                    scps: guardrail.scps.map((level) => level.map((each) => set("scp", each))),
                    rcps: guardrail.rcps.map((level) => level.map((each) => set("rcp", each))),
                    ...(boundary !== undefined && { boundary: set("boundary", boundary) }),
                    ...(passed !== undefined && { session: set("session", passed) }),
                    ...(resourcePolicy !== undefined && { resource: set(kind, resourcePolicy) }),
                    ...(guardrail.endpoint !== undefined && {
                      endpoint: set("endpoint", guardrail.endpoint),
                    }),
                  };
                  const request = {
                    principal,
                    action,
                    resource: world.resource,
                    context: { get: () => undefined },
                  };
                  const { outcome } = decide(layers, request);
                  combinations++;
                  outcomes.add(`${principal.kind} ${outcome}`);
                  if (outcome !== oracle(world))
                    assert.fail(`${outcome}, not ${oracle(world)}: ${JSON.stringify(world, null, 1)}`);
                }
  assert.ok(combinations > 20_000, `${combinations} combinations`);
  for (const [{ kind }] of principals)
    for (const outcome of ["Allow", "ExplicitDeny", "ImplicitDeny"])
      assert.ok(outcomes.has(`${kind} ${outcome}`), `${kind} ${outcome}`);
});
