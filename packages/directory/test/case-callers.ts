/** The account that a decision case speaks of, and its caller as the server makes one. */
import {
  applyChanges,
  type Caller,
  callerOfKey,
  callerOfSession,
  type Entity,
  emptyState,
  type Group,
  iamArn,
  parseArn,
  parseIamResource,
  type RealmState,
  type Role,
  type SessionFacts,
  type User,
} from "@portcullis/directory";
import type { Layers, SourceDocument } from "@portcullis/policy";
import { type CaseContext, sessionKeysOf, tagsOf, usualTimes } from "./case-context.ts";
import { samples } from "./samples.ts";

/** Where the case's policies stand: in the holder and the session, or apart. Tags go with the session where they can. */
export type Keeping = "inline" | "managed";

/** An account under construction: managed policies are put into it when something is given them. */
interface Building {
  readonly partition: string;
  readonly account: string;
  readonly kind: Caller["principal"]["kind"];
  readonly layers: Layers;
  readonly context: CaseContext;
  readonly keeping: Keeping;
  readonly entities: Entity[];
}

/** undefined: no principal of an account has such ARNs. */
export function callerOf(
  partition: string,
  principal: Caller["principal"],
  layers: Layers,
  context: CaseContext,
  keeping: Keeping,
): Caller | undefined {
  const { account } = principal;
  const own: Entity = { kind: "account", id: account, created: 0 };
  const { kind } = principal;
  const building: Building = { partition, account, kind, layers, context, keeping, entities: [own] };
  switch (principal.kind) {
    case "root":
      return callerWithKey(building, account);
    case "user": {
      const user = userOf(building, principal.arn);
      if (user === undefined) return undefined;
      const isSession = layers.session !== undefined || sessionKeysOf(context) !== undefined;
      return isSession
        ? callerInSession(building, "user-session", user.id, "")
        : callerWithKey(building, user.id);
    }
    case "role-session": {
      const role = roleOf(building, principal.roleArn);
      const name = parseIamResource(parseArn(principal.arn)?.resource ?? "")?.name;
      if (role === undefined || name === undefined) return undefined;
      return callerInSession(building, "assumed-role", role.id, name);
    }
    case "federated-user": {
      const name = parseIamResource(parseArn(principal.arn)?.resource ?? "")?.name;
      const user = userOf(building, principal.userArn);
      if (name === undefined) return undefined;
      return callerInSession(building, "federated-user", user?.id ?? account, name);
    }
  }
}

function callerWithKey(building: Building, owner: string): Caller | undefined {
  const key = { ...samples["access-key"], owner };
  return callerOfKey(building.partition, stateOf(building), building.account, key);
}

function callerInSession(
  building: Building,
  kind: SessionFacts["kind"],
  principalId: string,
  name: string,
): Caller | undefined {
  const { context, layers, keeping } = building;
  const passed = layers.session?.documents ?? [];
  // A session takes one document as text; further ones are managed.
  const texts = keeping === "inline" ? passed.slice(0, 1) : [];
  const session: SessionFacts = {
    accessKeyId: "ASIAY34FZKBOKMUTVV7A",
    account: building.account,
    kind,
    principalId,
    name,
    ...(sessionKeysOf(context) ?? usualTimes),
    policy: texts[0]?.text,
    policyArns: passed.slice(texts.length).map((document) => managed(building, document)),
    tags: tagsStayWithHolder(building) ? [] : tagsOf(context, "aws:principaltag/"),
    transitiveTagKeys: [],
    chained: false,
  };
  return callerOfSession(building.partition, stateOf(building), session);
}

function userOf(building: Building, arn: string): User | undefined {
  const named = parseIamResource(parseArn(arn)?.resource ?? "");
  if (named === undefined) return undefined;
  const { boundary: _, sessionsNotBefore: __, ...plain } = samples.user;
  const [own, ...groups] = building.layers.identity.map(({ documents }) => documents);
  const user: User = {
    ...plain,
    path: named.path,
    name: named.name,
    ...common(building, plain.id, own ?? []),
    groups: groups.flat().map((document, at) => groupOf(building, document, at)),
  };
  building.entities.push(user);
  return user;
}

function roleOf(building: Building, arn: string): Role | undefined {
  const named = parseIamResource(parseArn(arn)?.resource ?? "");
  if (named === undefined) return undefined;
  const { boundary: _, sessionsNotBefore: __, ...plain } = samples.role;
  const documents = building.layers.identity.flatMap((set) => set.documents);
  const role: Role = {
    ...plain,
    path: named.path,
    name: named.name,
    ...common(building, plain.id, documents),
  };
  building.entities.push(role);
  return role;
}

/** One group for each document. */
function groupOf(building: Building, document: SourceDocument, at: number): string {
  const id = `${samples.group.id}${at}`;
  const group: Group = { ...samples.group, id, name: `Group${at}`, ...held(building, [document]) };
  building.entities.push(group);
  return id;
}

/** What users and roles have alike. */
function common(building: Building, id: string, documents: readonly SourceDocument[]) {
  const { context, layers } = building;
  const boundary = layers.boundary?.documents[0];
  return {
    // A role's unique id stands before the session's name.
    id: context.get("aws:userid")?.[0]?.split(":")[0] ?? id,
    tags: tagsStayWithHolder(building) ? tagsOf(context, "aws:principaltag/") : [],
    ...held(building, documents),
    ...(boundary && { boundary: managed(building, boundary) }),
  };
}

function held(building: Building, documents: readonly SourceDocument[]): Pick<Group, "attached" | "inline"> {
  if (building.keeping === "managed")
    return { attached: documents.map((each) => managed(building, each)), inline: [] };
  return { attached: [], inline: documents.map(({ text }, at) => ({ name: `Policy${at}`, text })) };
}

/** Sessions of roles and federated users can bring tags of their own. */
function tagsStayWithHolder({ keeping, kind }: Building): boolean {
  return keeping === "inline" || kind === "user";
}

/** The ARN of a new managed policy. */
function managed(building: Building, { text }: SourceDocument): string {
  const name = `Managed${building.entities.length}`;
  building.entities.push({
    ...samples.policy,
    id: `${samples.policy.id}${building.entities.length}`,
    name,
    versions: [{ number: 1, text, created: 1 }],
  });
  return iamArn(building.partition, building.account, "policy", samples.policy.path, name);
}

function stateOf({ account, entities }: Building): RealmState {
  return applyChanges(emptyState(`account/${account}`), { put: entities, remove: [] }, 1, "1");
}
