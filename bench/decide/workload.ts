import { compile, type Layers, type PolicySet, type PolicyType, type Request } from "@portcullis/policy";

/** A statement as every engine in the comparison can say it. */
export interface Rule {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The ARN of the user that it names, in a resource's policy. */
  readonly principal?: string;
  readonly condition?: {
    readonly operator: "StringEquals" | "StringLike";
    readonly key: string;
    readonly value: string;
  };
}

export interface PolicyOfRules {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** The policies of one holder. */
export interface Holder {
  readonly type: PolicyType;
  readonly policies: readonly PolicyOfRules[];
}

/** One user of one account, and what stands in the way of its requests. */
export interface World {
  readonly identity: readonly Holder[];
  readonly boundary?: Holder;
  readonly session?: Holder;
  readonly resource?: Holder;
  readonly scps: readonly Holder[];
}

export type Kind = "allowed" | "implicitly denied" | "explicitly denied" | "decided by a condition";

/** A request as data; `context` holds single values. */
export interface Ask {
  readonly user: string;
  readonly action: string;
  readonly resource: string;
  readonly context: ReadonlyMap<string, readonly string[]>;
  readonly kind: Kind;
  readonly allowed: boolean;
}

export interface Workload {
  readonly name: string;
  readonly what: string;
  readonly world: World;
  readonly asks: readonly Ask[];
}

export const account = "123456789012";
export const userArn = (name: string): string => `arn:aws:iam::${account}:user/${name}`;

export function textOf({ rules }: PolicyOfRules): string {
  const Statement = rules.map(({ effect, actions, resources, principal, condition }, at) => ({
    Sid: `Statement${at}`,
    Effect: effect,
    ...(principal === undefined ? {} : { Principal: { AWS: principal } }),
    Action: actions,
    Resource: resources,
    ...(condition === undefined
      ? {}
      : { Condition: { [condition.operator]: { [condition.key]: condition.value } } }),
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 2);
}

function setOf({ type, policies }: Holder): PolicySet {
  return compile(
    type,
    policies.map((policy) => ({ source: { name: policy.name }, text: textOf(policy) })),
  );
}

export function layersOf({ identity, boundary, session, resource, scps }: World): Layers {
  return {
    identity: identity.map(setOf),
    scps: scps.map((level) => [setOf(level)]),
    rcps: [],
    ...(boundary && { boundary: setOf(boundary) }),
    ...(session && { session: setOf(session) }),
    ...(resource && { resource: setOf(resource) }),
  };
}

const principals = new Map<string, Request["principal"]>();

/** The caller is one value for all of its requests, as it is in a server that knows its callers. */
function principalOf(user: string): Request["principal"] {
  const known = principals.get(user);
  if (known !== undefined) return known;
  const made = { kind: "user", arn: userArn(user), account, id: `AIDA${user.toUpperCase()}` } as const;
  principals.set(user, made);
  return made;
}

export function requestOf({
  user,
  action,
  resource,
  context,
}: Pick<Ask, "user" | "action" | "resource" | "context">): Request {
  return { principal: principalOf(user), action, resource: { arn: resource, account }, context };
}

/** Every rule of every holder, in the order of the layers. */
export function rulesOf({ identity, boundary, session, resource, scps }: World): readonly Rule[] {
  const holders = [...scps, resource, ...identity, boundary, session];
  return holders.flatMap((holder) => holder?.policies.flatMap(({ rules }) => rules) ?? []);
}
