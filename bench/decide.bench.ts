import { compile, decide, type Layers, type Request } from "@portcullis/policy";
import { microsecondsOf } from "./rig/timed.ts";
import type { Scenario } from "./scenario.ts";

const milliseconds = 300;
const services = ["s3", "dynamodb", "sqs", "sns", "lambda", "ec2", "kms", "logs", "ecr", "iam"] as const;

/** A policy as teams write them: reads anywhere, changes of what is named, a condition, a deny. */
function policyOf(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "Read", Effect: "Allow", Action: [`${service}:Get*`, `${service}:List*`], Resource: "*" },
      {
        Sid: "Change",
        Effect: "Allow",
        Action: [`${service}:Put*`, `${service}:Update*`, `${service}:Create*`],
        Resource: [`arn:aws:${service}:*:123456789012:team-\${aws:PrincipalTag/team}/*`],
        Condition: { StringEquals: { "aws:RequestedRegion": ["eu-central-1", "eu-west-1"] } },
      },
      {
        Sid: "Network",
        Effect: "Deny",
        Action: `${service}:*`,
        Resource: "*",
        Condition: { NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"] } },
      },
      { Sid: "Delete", Effect: "Deny", Action: `${service}:Delete*`, Resource: "arn:aws:*:*:*:production/*" },
    ],
  });
}

function layersOf(held: readonly string[]): Layers {
  const identity = held.map((name) =>
    compile("identity", [
      { source: { name, arn: `arn:aws:iam::123456789012:policy/${name}` }, text: policyOf(name) },
    ]),
  );
  return { identity, scps: [], rcps: [] };
}

const context = new Map<string, readonly string[]>([
  ["aws:principaltag/team", ["payments"]],
  ["aws:requestedregion", ["eu-central-1"]],
  ["aws:sourceip", ["10.1.2.3"]],
]);

function asks(action: string, resource: string): Request {
  return {
    principal: {
      kind: "user",
      arn: "arn:aws:iam::123456789012:user/ann",
      account: "123456789012",
      id: "AIDACKCEVSQ6C2EXAMPLE",
    },
    action,
    resource: { arn: resource, account: "123456789012" },
    context,
  };
}

const requests: readonly Request[] = [
  asks("iam:GetUser", "arn:aws:iam::123456789012:user/bob"),
  asks("iam:UpdateUser", "arn:aws:iam:eu-central-1:123456789012:team-payments/bob"),
  asks("iam:DeleteUser", "arn:aws:iam::123456789012:user/bob"),
];

/** A decision grows with the candidate statements, hardly with the policies that speak of other services. */
export const scenario: Scenario = {
  title:
    "A decision about a user with ten policies of four statements, beside one with the policy that matters alone",
  rounds: 9,
  units: { "one policy": "µs", "ten policies": "µs" },
  bars: [{ name: "ten policies to one", of: "ten policies", to: "one policy", most: 2 }],
  async prepare() {
    const one = layersOf(["iam"]);
    const ten = layersOf(services);
    const decided = requests.map((request) => decide(ten, request).outcome).join(" ");
    if (decided !== "Allow Allow ExplicitDeny") throw new Error(`decided ${decided}`);
    const measure = (layers: Layers) =>
      microsecondsOf((at) => decide(layers, requests[at % requests.length] as Request), milliseconds);
    return [async () => ({ "one policy": measure(one) }), async () => ({ "ten policies": measure(ten) })];
  },
};
