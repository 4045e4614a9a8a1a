import { compile, type PolicySet, type PolicyType, type SourceDocument } from "@portcullis/policy";
import type { Caller } from "./caller.ts";
import type { Group, Role, User } from "./entities.ts";
import { managedDocument } from "./managed-policies.ts";
import { ownPasswordSet } from "./own-password.ts";
import { remember } from "./remember.ts";
import { sharedSets } from "./shared-sets.ts";
import type { RealmState } from "./state.ts";
import { weighedMap } from "./weighed-map.ts";

/** The layers on the caller's side. */
export interface CallerLayers {
  readonly identity: readonly PolicySet[];
  readonly boundary?: PolicySet;
  readonly session?: PolicySet;
  readonly delegated?: boolean;
}

// Compiled sets hang on the immutable value that they come from and go with it.
const compiled = new Map<PolicyType, WeakMap<object, PolicySet>>();

function compileOnce(
  type: PolicyType,
  identity: object,
  documents: () => readonly SourceDocument[],
): PolicySet {
  const sets = remember(compiled, type, () => new WeakMap<object, PolicySet>());
  return remember(sets, identity, () => compile(type, documents()));
}

/** A managed policy that is attached and cannot be found denies everything: an empty text does not parse. */
function notFound(arn: string): SourceDocument {
  return { source: { name: arn, arn }, text: "" };
}

function managedSet(
  type: PolicyType,
  partition: string,
  home: RealmState,
  account: string,
  arn: string,
): PolicySet {
  const managed = managedDocument(partition, home, account, arn);
  if (managed === undefined) return compile(type, [notFound(arn)]);
  return compileOnce(type, managed.identity, () => [managed.document]);
}

const shared = sharedSets(compile);

interface KeptSet {
  /** What the attached ARNs stood for: immutable objects, undefined for what cannot be found. */
  readonly attached: readonly (object | undefined)[];
  readonly set: PolicySet;
}

/**
 * Characters of policy text whose compiled sets are kept, for holders and for sessions. A set takes up to some fifty
 * times its text, and there are as many holders as an account may have and as many sessions as their makers like: kept
 * with each, they would fill the memory.
 */
const MOST_KEPT = { holders: 8 << 20, callers: 32 << 20, sessions: 2 << 20 } as const;
/** What a set takes besides its text, in characters of it. */
const PER_SET = 200;

const weightOf = (texts: readonly { readonly text: string }[]): number =>
  texts.reduce((sum, { text }) => sum + text.length, PER_SET);

const holderSets = weighedMap<User | Group | Role, KeptSet>(MOST_KEPT.holders);

/** All policies of one holder are one set; another holder's of equal content is the same one. */
export function holderSet(
  partition: string,
  home: RealmState,
  account: string,
  holder: User | Group | Role,
): PolicySet {
  const managed = holder.attached.map((arn) => managedDocument(partition, home, account, arn));
  const attached = managed.map((each) => each?.identity);
  const kept = holderSets.get(holder);
  if (kept?.attached.every((identity, at) => identity === attached[at])) return kept.set;
  const inline = holder.inline.map(({ name, text }): SourceDocument => ({ source: { name }, text }));
  const documents = managed.map((each, at) => each?.document ?? notFound(holder.attached[at] ?? ""));
  const set = shared("identity", [...inline, ...documents]);
  holderSets.set(holder, { attached, set }, weightOf(documents) + weightOf(inline));
  return set;
}

interface CallerSets {
  /** Besides the principal itself its sets derive from these parts of its account, and go with them. */
  readonly groups: object;
  readonly policies: object;
  readonly own: PolicySet | undefined;
  readonly sets: readonly PolicySet[];
}

const callerSets = weighedMap<User | Role, CallerSets>(MOST_KEPT.callers);

function identityOf(partition: string, caller: Caller): readonly PolicySet[] {
  const holder = caller.role ?? caller.user;
  if (holder === undefined) return [];
  const { home } = caller;
  const own = ownPasswordSet(home, caller.account, holder);
  const groups = home.byId.group;
  const policies = home.indexes.policiesByName;
  const kept = callerSets.get(holder);
  if (kept?.groups === groups && kept.policies === policies && kept.own === own) return kept.sets;
  const joined = holder.kind === "user" ? holder.groups.map((id) => groups.get(id)) : [];
  const sets = [holder, ...joined].flatMap((each) =>
    each === undefined || each.attached.length + each.inline.length === 0
      ? []
      : [holderSet(partition, home, caller.account, each)],
  );
  if (own !== undefined) sets.push(own);
  callerSets.set(
    holder,
    { groups, policies, own, sets },
    sets.reduce((sum, { documents }) => sum + weightOf(documents), PER_SET),
  );
  return sets;
}

/** Session policies add up to one set; those given by ARN are read when deciding, and a deleted one denies. */
function sessionSet(partition: string, caller: Caller): PolicySet | undefined {
  const { session, home, account } = caller;
  if (session === undefined || (session.policy === undefined && session.policyArns.length === 0))
    return undefined;
  const documents = session.policyArns.map(
    (arn): SourceDocument => managedDocument(partition, home, account, arn)?.document ?? notFound(arn),
  );
  if (session.policy !== undefined) documents.unshift({ source: { name: "session" }, text: session.policy });
  return sharedSession(session, documents);
}

const sessionSets = weighedMap<object, { readonly texts: readonly string[]; readonly set: PolicySet }>(
  MOST_KEPT.sessions,
);

/** Kept for the session's facts, and only while every document still has the text that it was compiled from. */
function sharedSession(facts: object, documents: readonly SourceDocument[]): PolicySet {
  const kept = sessionSets.get(facts);
  if (kept?.texts.every((text, index) => text === documents[index]?.text)) return kept.set;
  const set = compile("session", documents);
  const texts = documents.map(({ text }) => text);
  sessionSets.set(facts, { texts, set }, weightOf(documents));
  return set;
}

export function callerLayers(partition: string, caller: Caller): CallerLayers {
  const arn = (caller.role ?? caller.user)?.boundary;
  const session = sessionSet(partition, caller);
  return {
    identity: identityOf(partition, caller),
    ...(arn === undefined ? {} : { boundary: boundarySet(partition, caller.home, caller.account, arn) }),
    ...(session === undefined ? {} : { session }),
    // Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-understanding-permissions.html
    ...(caller.session?.delegate === undefined ? {} : { delegated: true }),
  };
}

/** A permissions boundary as a layer. */
export function boundarySet(partition: string, home: RealmState, account: string, arn: string): PolicySet {
  return managedSet("boundary", partition, home, account, arn);
}

/** A role's trust policy as a layer. */
export function trustSet(role: Role): PolicySet {
  return compileOnce("trust", role.trust, () => [
    { source: { name: role.name }, text: role.trust.text, principalIds: role.trust.principalIds },
  ]);
}

/** The trust policy of a role that is not there: it allows nobody. */
export const noTrust: PolicySet = compile("trust", []);
