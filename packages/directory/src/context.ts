import type { Context, ContextValue } from "@portcullis/policy";
import { type Caller, principalTag } from "./caller.ts";
import type { Tag } from "./entities.ts";

/** What the process knows of a call, apart from who makes it. */
export interface CallFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Address of the client, after trusted proxies. */
  readonly sourceIp: string;
  readonly secureTransport: boolean;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
  /** The region that the service answers for. */
  readonly region: string;
}

/** What a check adds: the target's tags, the tags passed with the request, and keys of the service. */
export interface CheckContext {
  readonly resourceTags?: readonly Tag[] | undefined;
  readonly requestTags?: readonly Tag[] | undefined;
  /** Set where the operation takes tag keys without values. */
  readonly tagKeys?: readonly string[] | undefined;
  readonly resourceAccount?: string | undefined;
  /** When MFA was proved, where that came with the request itself; epoch milliseconds. */
  readonly mfaAt?: number | undefined;
  /** Lower-case key → values. */
  readonly keys?: ReadonlyMap<string, readonly string[]> | undefined;
}

type GlobalKey = (caller: Caller, facts: CallFacts, check: CheckContext) => string | undefined;

const instant = (milliseconds: number): string => {
  // ISO 8601 in whole seconds, as AWS gives instants; no Date object reaches past this line.
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
};

const principalTypes = {
  root: "Account",
  user: "User",
  "role-session": "AssumedRole",
  "federated-user": "FederatedUser",
} as const;

const onlySessions =
  (value: (session: NonNullable<Caller["session"]>) => string | undefined): GlobalKey =>
  ({ session }) =>
    session === undefined ? undefined : value(session);

/** When MFA was proved: with the request itself, or for the session that makes it. */
const mfaAt: (caller: Caller, check: CheckContext) => number | undefined = ({ session }, check) =>
  check.mfaAt ?? (session?.kind === "federated-user" ? undefined : session?.mfaAt);

/**
 * The global keys that this server can know. Keys that only a service of AWS could vouch for (aws:SourceArn,
 * aws:CalledVia …) are absent: nothing in a request is ever taken for them.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const globalKeys: ReadonlyMap<string, GlobalKey> = new Map<string, GlobalKey>([
  [
    "aws:principalarn",
    ({ principal }) => (principal.kind === "role-session" ? principal.roleArn : principal.arn),
  ],
  ["aws:principalaccount", (caller) => caller.account],
  ["aws:principaltype", ({ principal }) => principalTypes[principal.kind]],
  ["aws:principalisawsservice", () => "false"],
  ["aws:userid", (caller) => caller.userId],
  ["aws:username", ({ principal, user }) => (principal.kind === "user" ? user?.name : undefined)],
  ["aws:tokenissuetime", onlySessions((session) => instant(session.issued))],
  [
    "aws:multifactorauthpresent",
    (caller, _, check) => {
      if (mfaAt(caller, check) !== undefined) return "true";
      // Absent for federated users, as for long-term keys.
      return caller.session === undefined || caller.session.kind === "federated-user" ? undefined : "false";
    },
  ],
  [
    "aws:multifactorauthage",
    (caller, { now }, check) => {
      const at = mfaAt(caller, check);
      return at === undefined ? undefined : String(Math.max(0, Math.floor((now - at) / 1000)));
    },
  ],
  ["aws:sourceidentity", onlySessions((session) => session.sourceIdentity)],
  ["aws:sourceip", (_, facts) => facts.sourceIp],
  ["aws:securetransport", (_, facts) => String(facts.secureTransport)],
  ["aws:useragent", (_, facts) => facts.userAgent],
  ["aws:referer", (_, facts) => facts.referer],
  ["aws:currenttime", (_, facts) => instant(facts.now)],
  ["aws:epochtime", (_, facts) => String(Math.floor(facts.now / 1000))],
  ["aws:requestedregion", (_, facts) => facts.region],
  ["aws:viaawsservice", () => "false"],
]);

const PRINCIPAL_TAG = "aws:principaltag/";
const REQUEST_TAG = "aws:requesttag/";
/** iam:ResourceTag is the older name of the same key. */
const RESOURCE_TAG = ["aws:resourcetag/", "iam:resourcetag/"] as const;

/** The context of one check. Keys are worked out when a policy asks for them. */
export function contextOf(caller: Caller, facts: CallFacts, check: CheckContext): Context {
  return { get: (key) => lookUp(caller, facts, check, key) };
}

function lookUp(caller: Caller, facts: CallFacts, check: CheckContext, key: string): ContextValue {
  const global = globalKeys.get(key);
  if (global !== undefined) return list(global(caller, facts, check));
  if (key === "aws:resourceaccount") return list(check.resourceAccount);
  if (key === "aws:tagkeys") return check.tagKeys ?? check.requestTags?.map((tag) => tag.key);
  if (key.startsWith(PRINCIPAL_TAG)) return list(principalTag(caller, key.slice(PRINCIPAL_TAG.length)));
  if (key.startsWith(REQUEST_TAG)) return tagValues(check.requestTags, key.slice(REQUEST_TAG.length));
  for (const prefix of RESOURCE_TAG) {
    if (key.startsWith(prefix)) return tagValues(check.resourceTags, key.slice(prefix.length));
  }
  return check.keys?.get(key);
}

/**
 * What tags have under a key, which compares without case, as `principalTag` does it. Where case makes another key (the
 * tags of policies and instance profiles) two may fit. AWS compares one of them and does not say which, so both are
 * given, and an operator for one value is in doubt: an Allow does not hold by it, a Deny does.
 */
function tagValues(tags: readonly Tag[] | undefined, key: string): readonly string[] | undefined {
  const wanted = key.toLowerCase();
  const values = tags?.filter((tag) => tag.key.toLowerCase() === wanted).map(({ value }) => value);
  return values?.length === 0 ? undefined : values;
}

function list(value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value];
}
