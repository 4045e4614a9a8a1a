import { asksOf } from "./asks.ts";
import { type Random, randomOf } from "./random.ts";
import {
  account,
  type Holder,
  type PolicyOfRules,
  type Rule,
  textOf,
  userArn,
  type Workload,
  type World,
} from "./workload.ts";

const services = ["s3", "dynamodb", "sqs", "sns", "lambda", "ec2", "kms", "logs", "ecr", "ssm"] as const;
const verbs = ["Get", "List", "Describe", "Put", "Create", "Update", "Delete", "Tag"] as const;
const nouns = ["Object", "Item", "Queue", "Function", "Image"] as const;
export const actions: readonly string[] = services.flatMap((service) =>
  verbs.flatMap((verb) => nouns.map((noun) => `${service}:${verb}${noun}`)),
);

const conditions: readonly NonNullable<Rule["condition"]>[] = [
  { operator: "StringEquals", key: "aws:RequestedRegion", value: "eu-central-1" },
  { operator: "StringEquals", key: "aws:PrincipalTag/team", value: "payments" },
  { operator: "StringLike", key: "aws:PrincipalTag/unit", value: "payments/*" },
];

const resourceOf = (service: string, name: string): string =>
  `arn:aws:${service}:eu-central-1:${account}:${name}`;

function ruleOf(random: Random, at: number, service: string = random.pick(services)): Rule {
  const wild = random.below(2) === 0;
  const names = random.times(1 + random.below(3), () => {
    const verb = random.pick(verbs);
    return wild ? `${service}:${verb}*` : `${service}:${verb}${random.pick(nouns)}`;
  });
  const resources = random.times(1 + random.below(2), () =>
    resourceOf(service, `team-${random.below(20)}/*`),
  );
  return {
    effect: at % 5 === 4 ? "Deny" : "Allow",
    actions: [...new Set(names)],
    resources: [...new Set(resources)],
    ...(at % 4 === 3 && { condition: random.pick(conditions) }),
  };
}

const policyOf = (random: Random, name: string, count: number): PolicyOfRules => ({
  name,
  rules: random.times(count, (at) => ruleOf(random, at)),
});

/** As many statements as fit the quota of a managed policy. */
export function managedPolicy(random: Random, name: string): PolicyOfRules {
  const rules: Rule[] = [];
  const fits = (more: Rule) => textOf({ name, rules: [...rules, more] }).replaceAll(/\s/g, "").length <= 6144;
  for (let rule = ruleOf(random, 0); fits(rule); rule = ruleOf(random, rules.length)) rules.push(rule);
  return { name, rules };
}

const wide = (random: Random, name: string): PolicyOfRules => ({
  name,
  rules: [
    { effect: "Allow", actions: ["*"], resources: ["*"] },
    ...random.times(4, () => ({
      effect: "Deny" as const,
      actions: [`${random.pick(services)}:Delete*`],
      resources: [resourceOf(random.pick(services), `team-${random.below(20)}/archive/*`)],
    })),
  ],
});

const identity = (...policies: PolicyOfRules[]): Holder => ({ type: "identity", policies });

function small(): World {
  const s3 = (name: string) => resourceOf("s3", name);
  const rules: readonly Rule[] = [
    { effect: "Allow", actions: ["s3:GetObject", "s3:ListObject"], resources: [s3("photos/*")] },
    { effect: "Allow", actions: ["s3:Put*"], resources: [s3("photos/ann/*")] },
    { effect: "Deny", actions: ["s3:*"], resources: [s3("photos/secret/*")] },
    {
      effect: "Allow",
      actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"],
      resources: [resourceOf("dynamodb", "table/orders*")],
      condition: conditions[0] as NonNullable<Rule["condition"]>,
    },
    { effect: "Allow", actions: ["sqs:PutQueue"], resources: [resourceOf("sqs", "jobs-*")] },
  ];
  return { identity: [identity({ name: "small", rules })], scps: [] };
}

function large(random: Random): World {
  return {
    identity: [
      identity(...random.times(10, (at) => managedPolicy(random, `managed-${at}`))),
      ...random.times(4, (at) => identity(policyOf(random, `group-${at}`, 10))),
    ],
    boundary: { type: "boundary", policies: [wide(random, "boundary")] },
    session: { type: "session", policies: [wide(random, "session")] },
    scps: random.times(5, (at) => ({ type: "scp", policies: [wide(random, `level-${at}`)] })),
  };
}

const users50 = Array.from({ length: 50 }, (_, at) => `user${at}`);

/** Ten statements for each of fifty users. */
function extraLarge(random: Random): World {
  const rules = users50.flatMap((user) =>
    random.times(10, (at): Rule => ({ ...ruleOf(random, at, "s3"), principal: userArn(user) })),
  );
  return { identity: [], resource: { type: "resource", policies: [{ name: "bucket", rules }] }, scps: [] };
}

function workload(
  name: string,
  what: string,
  seed: number,
  make: (random: Random) => World,
  users = ["ann"],
): Workload {
  const random = randomOf(seed);
  const world = make(random);
  return { name, what, world, asks: asksOf(random, world, users, actions) };
}

export const workloads = (): readonly Workload[] => [
  workload("S", "1 policy of 5 statements", 1, small),
  workload("M", "10 policies of 10 statements with wildcards and conditions", 2, (random) => ({
    identity: [identity(...random.times(10, (at) => policyOf(random, `policy-${at}`, 10)))],
    scps: [],
  })),
  workload(
    "L",
    "10 managed policies of 6 KB, 4 groups, boundary, session policy, 5 levels of SCPs",
    3,
    large,
  ),
  workload("XL", "a resource policy of 500 statements for 50 principals", 4, extraLarge, users50),
];
