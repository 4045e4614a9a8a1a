import type { World } from "./oracle.ts";
import type { Random } from "./random.ts";
import { conditionOf, contextOf } from "./random-conditions.ts";

// biome-ignore lint/suspicious/noExplicitAny: documents are plain JSON.
type Json = any;

const A = "111111111111";
const B = "222222222222";

const principals: readonly Json[] = [
  { kind: "user", arn: `arn:aws:iam::${A}:user/ann`, account: A, id: "AIDAANN" },
  { kind: "user", arn: `arn:aws:iam::${A}:user/team/bob`, account: A, id: "AIDABOB" },
  { kind: "user", arn: `arn:aws-cn:iam::${A}:user/ann`, account: A, id: "AIDACN" },
  session("app/deploy", "ci"),
  session("aws-service-role/x.amazonaws.com/AWSServiceRoleForX", "x"),
  { kind: "root", arn: `arn:aws:iam::${A}:root`, account: A },
  federated("user/ann", "AIDAANN"),
  federated("root", ""),
  { kind: "anonymous" },
  { kind: "service", name: "s3.amazonaws.com" },
  { kind: "web-identity", provider: `arn:aws:iam::${A}:oidc-provider/idp.example` },
  { kind: "saml", provider: `arn:aws:iam::${A}:saml-provider/Corp` },
];

function session(path: string, name: string): Json {
  const role = path.split("/").at(-1);
  const arn = `arn:aws:sts::${A}:assumed-role/${role}/${name}`;
  return { kind: "role-session", arn, roleArn: `arn:aws:iam::${A}:role/${path}`, account: A, id: "AROAROLE" };
}

function federated(of: string, id: string): Json {
  const arn = `arn:aws:sts::${A}:federated-user/fay`;
  return { kind: "federated-user", arn, userArn: `arn:aws:iam::${A}:${of}`, account: A, id };
}

const actions: readonly (readonly [string, readonly string[]])[] = [
  ["s3:GetObject", ["arn:aws:s3:::b/ann/x", "arn:aws:s3:::b//x:y", "arn:aws:s3:::b/*"]],
  ["s3:ListAllMyBuckets", ["*"]],
  ["sqs:SendMessage", [`arn:aws:sqs:eu-west-1:${A}:jobs`, `arn:aws:sqs:eu-west-1:${B}:jobs`]],
  ["dynamodb:GetItem", [`arn:aws:dynamodb:us-east-1:${A}:table/t/index/i`]],
  ["iam:GetUser", [`arn:aws:iam::${A}:user/ann`]],
  ["kms:Decrypt", [`arn:aws:kms:us-east-1:${A}:key/k`, `arn:aws:kms:us-east-1:${A}:alias/k`]],
  ["kms:RetireGrant", [`arn:aws:kms:us-east-1:${A}:key/k`]],
  ["sts:AssumeRole", [`arn:aws:iam::${A}:role/r`, `arn:aws:iam::${A}:role/aws-service-role/x/y`]],
  ["sts:AssumeRoleWithWebIdentity", [`arn:aws:iam::${B}:role/r`]],
  ["sts:TagSession", [`arn:aws:iam::${A}:role/r`, `arn:aws:sts::${A}:federated-user/fay`]],
  ["Shop:RefundOrder", [`arn:aws:shop:eu-west-1:${A}:order/1`]],
];

/** A pattern near a text: equal, opened with wildcards, cut short, changed, or with a variable in it. */
export function near(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.below(6));
  switch (random.below(12)) {
    case 0:
    case 1:
      return text;
    case 2:
    case 3:
      return `${text.slice(0, at)}*`;
    case 4:
      return `${text.slice(0, at)}*${text.slice(to)}`;
    case 5:
      return near(random, `${text.slice(0, at)}*${text.slice(to)}`);
    case 6:
      return `${text.slice(0, at)}?${text.slice(at + 1)}`;
    case 7:
      return near(random, `${text.slice(0, at)}?*?${text.slice(to)}`);
    case 8:
      return text
        .split(":")
        .slice(0, 2 + random.below(5))
        .join(":");
    case 9:
      return `${text.slice(0, at)}${random.pick(variables)}${text.slice(to)}`;
    case 10:
      return text.replace("ann", random.pick(variables));
    default:
      return `${text.slice(0, at)}${random.pick(["x", ":", "/", "A", "**", "${", "$"])}${text.slice(at)}`;
  }
}

const variables: readonly string[] = [
  "${aws:username}",
  "${AWS:PrincipalTag/team}",
  "${aws:missing, 'ann'}",
  "${aws:missing}",
  "${aws:TagKeys}",
  "${*}",
  "${?}",
  "${$}",
  "${}",
  "${aws:username",
  "${a b}",
];

const maybeList = <T>(random: Random, values: T[]): T | T[] =>
  values.length === 1 && values[0] !== null && random.once(2) ? values[0]! : values;

function actionsOf(random: Random, action: string): string[] {
  const one = () => {
    const [service, name] = action.split(":") as [string, string];
    switch (random.below(8)) {
      case 0:
        return "*";
      case 1:
        return action;
      case 2:
        return action.toUpperCase();
      case 3:
        return `${service}:*`;
      case 4:
        return `${service}:${near(random, name)}`;
      case 5:
        return random.pick(["*:*", "s3", "a:b:c", "s?:*", ":x", "s3:"]);
      default:
        return random.pick(actions)[0];
    }
  };
  return [one(), ...random.some(2, one)];
}

function resourcesOf(random: Random, resource: string): (string | null)[] {
  const one = () => {
    switch (random.below(6)) {
      case 0:
        return "*";
      case 1:
        return random.once(8) ? null : random.pick(random.pick(actions)[1]);
      default:
        return near(random, resource);
    }
  };
  return random.once(20) ? [] : [one(), ...random.some(2, one)];
}

function principalOf(random: Random, principal: Json): Json {
  if (random.once(6)) return random.pick(["*", { AWS: "*" }, { AWS: ["*"] }]);
  const all: Record<string, string[]> = {};
  const add = (key: string, value: string | undefined) => {
    if (value) all[key] = [...(all[key] ?? []), value];
  };
  const p = random.once(3) ? random.pick(principals) : principal;
  const root = `arn:aws:iam::${p.account ?? B}:root`;
  if (random.once(2)) add("AWS", random.pick([p.account ?? A, root, root]));
  if (random.once(2)) add(p.kind === "anonymous" ? "Federated" : "AWS", p.roleArn ?? p.userArn ?? p.arn);
  if (random.once(2)) add("AWS", p.arn);
  if (random.once(4)) add("AWS", p.id);
  if (random.once(4)) add("CanonicalUser", "79a59df900b949e55d96a1e698fbaced");
  if (random.once(2)) add("Service", p.name);
  if (random.once(2)) add("Federated", p.provider);
  if (random.once(8))
    add("AWS", random.pick([`arn:aws:iam::${A}:user/*`, `arn:aws:iam::${A}:group/g`, "AIDAOTHER"]));
  if (Object.keys(all).length === 0) add("AWS", B);
  return all;
}

function statementOf(
  random: Random,
  type: string,
  world: Pick<World, "principal" | "action" | "resource">,
): Json {
  const statement: Json = { Effect: random.once(5) && type !== "rcp" ? "Deny" : "Allow" };
  if (type === "rcp") statement.Effect = "Deny";
  const not = (name: string, of: number) => (random.once(of) ? `Not${name}` : name);
  const withPrincipal = ["resource", "trust", "key", "endpoint", "rcp"].includes(type);
  if (withPrincipal) {
    const negatable = statement.Effect === "Deny" && type !== "trust" && type !== "rcp";
    statement[negatable ? not("Principal", 2) : "Principal"] =
      type === "rcp" ? "*" : principalOf(random, world.principal);
  }
  statement[type === "rcp" ? "Action" : not("Action", 6)] = maybeList(
    random,
    actionsOf(random, world.action),
  );
  if (type !== "trust" && !(["resource", "key"].includes(type) && random.once(8)))
    statement[not("Resource", 5)] = maybeList(random, resourcesOf(random, world.resource.arn));
  if (random.once(2)) statement.Condition = conditionOf(random);
  return statement;
}

const full = { Effect: "Allow", Action: "*", Resource: "*" };

function documentOf(
  random: Random,
  type: string,
  world: Pick<World, "principal" | "action" | "resource">,
): Json {
  const guardrail = type === "scp" || type === "rcp";
  const version = guardrail
    ? "2012-10-17"
    : random.pick(["2012-10-17", "2012-10-17", "2008-10-17", undefined]);
  const statements = [
    statementOf(random, type, world),
    ...random.some(2, () => statementOf(random, type, world)),
  ];
  const wide =
    type === "rcp" ? { ...full, Principal: "*" } : type === "endpoint" ? { ...full, Principal: "*" } : full;
  if (type !== "resource" && type !== "trust" && type !== "key" && !random.once(3)) statements.push(wide);
  return { ...(version && { Version: version }), Statement: maybeList(random, statements) };
}

/** The same policies, asked something else. */
export function variantOf(random: Random, world: World): World {
  const [action, resources] = random.once(4) ? random.pick(actions) : [world.action, [world.resource.arn]];
  const arn = random.pick(resources);
  return {
    ...world,
    action,
    resource: { ...world.resource, arn },
    principal: random.once(4) ? random.pick(principals) : world.principal,
    context: contextOf(random),
  };
}

/** A decision with everything in it, drawn so that the rules' edges are near. */
export function worldOf(random: Random): World {
  const [action, resources] = random.pick(actions);
  const principal = random.pick(principals);
  const owner = random.once(12) ? undefined : random.once(3) ? B : A;
  const arn = random.pick(resources);
  const base = { principal, action, resource: { arn, account: owner }, context: contextOf(random) };
  const document = (type: string) => documentOf(random, type, base);
  const level = (type: string) => [document(type), ...random.some(1, () => document(type))];
  const sts = action.startsWith("sts:") && arn.includes(":role/");
  const kind = sts ? "trust" : action.startsWith("kms:") ? "key" : "resource";
  return {
    ...base,
    identity: random.once(6) ? [] : [document("identity"), ...random.some(1, () => document("identity"))],
    ...(random.once(3) && { boundary: document("identity") }),
    ...(random.once(3) && { session: [document("session"), ...random.some(1, () => document("session"))] }),
    ...(!random.once(3) && { resourcePolicy: { kind, document: document(kind) } }),
    scps: random.once(3) ? random.some(2, () => level("scp")) : [],
    rcps: random.once(3) ? random.some(2, () => level("rcp")) : [],
    ...(random.once(4) && { endpoint: document("endpoint") }),
  };
}
