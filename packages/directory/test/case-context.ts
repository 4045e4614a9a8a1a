/** A decision case's context as what the server gets it from: the facts of a call, tags, and keys of a service. */
import type { CallFacts, CheckContext, SessionFacts, Tag } from "@portcullis/directory";
import type { Layers } from "@portcullis/policy";

/** Lower-case key → values; a key that is not there is absent from the request. */
export type CaseContext = ReadonlyMap<string, readonly string[]>;

export function caseContext(written: Readonly<Record<string, readonly string[]>>): CaseContext {
  return new Map(Object.entries(written).map(([key, values]) => [key.toLowerCase(), values]));
}

/** What the server knows of a call whose case does not say. */
const usual = Date.UTC(2026, 4, 1, 12);
export const usualTimes = { issued: usual - 60_000, expires: usual + 3_600_000 } as const;

function nowOf(context: CaseContext): number {
  const epoch = context.get("aws:epochtime")?.[0];
  const now =
    epoch === undefined ? Date.parse(context.get("aws:currenttime")?.[0] ?? "") : Number(epoch) * 1000;
  return Number.isNaN(now) ? usual : now;
}

export function factsOf(context: CaseContext): CallFacts {
  return {
    now: nowOf(context),
    sourceIp: context.get("aws:sourceip")?.[0] ?? "192.0.2.7",
    secureTransport: context.get("aws:securetransport")?.[0] !== "false",
    userAgent: context.get("aws:useragent")?.[0],
    referer: context.get("aws:referer")?.[0],
    region: context.get("aws:requestedregion")?.[0] ?? "eu-central-1",
  };
}

/** Tags whose keys stand behind a prefix. */
export function tagsOf(context: CaseContext, prefix: string): readonly Tag[] {
  return [...context].flatMap(([key, values]) =>
    key.startsWith(prefix) ? values.map((value) => ({ key: key.slice(prefix.length), value })) : [],
  );
}

/** Global keys that the server derives from nothing, so that only whoever checks could give them. */
const vouched: ReadonlySet<string> = new Set([
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourcevpce",
]);

export function checkContextOf(context: CaseContext, owner: string | undefined): CheckContext {
  const requestTags = tagsOf(context, "aws:requesttag/");
  return {
    resourceTags: [...tagsOf(context, "aws:resourcetag/"), ...tagsOf(context, "iam:resourcetag/")],
    // Given without any, they would be a request that may carry tags and has no tag keys.
    requestTags: requestTags.length === 0 ? undefined : requestTags,
    tagKeys: context.get("aws:tagkeys"),
    resourceAccount: owner,
    keys: new Map([...context].filter(([key]) => !key.startsWith("aws:") || vouched.has(key))),
  };
}

type SessionTimes = Pick<SessionFacts, "issued" | "expires" | "mfaAt" | "sourceIdentity">;

/** undefined: nothing in the context speaks of a session. */
export function sessionKeysOf(context: CaseContext): SessionTimes | undefined {
  const now = nowOf(context);
  const issued = Date.parse(context.get("aws:tokenissuetime")?.[0] ?? "");
  const age = Number(context.get("aws:multifactorauthage")?.[0] ?? 0);
  const proved =
    context.get("aws:multifactorauthpresent")?.[0] === "true" || context.has("aws:multifactorauthage");
  const sourceIdentity = context.get("aws:sourceidentity")?.[0];
  if (
    Number.isNaN(issued) &&
    !proved &&
    sourceIdentity === undefined &&
    !context.has("aws:multifactorauthpresent")
  )
    return undefined;
  return {
    issued: Number.isNaN(issued) ? now - 60_000 : issued,
    expires: now + 3_600_000,
    mfaAt: proved ? now - age * 1000 : undefined,
    sourceIdentity,
  };
}

/** Every key that the documents name, in a condition or as a variable; lower case. */
export function namedKeys(layers: Layers): ReadonlySet<string> {
  const sets = [...layers.identity, layers.boundary, layers.session, layers.resource];
  const keys = new Set<string>();
  for (const { text } of sets.flatMap((set) => set?.documents ?? [])) {
    for (const [, key] of text.matchAll(/"([^"]+:[^"]+)"\s*:/g)) keys.add((key ?? "").toLowerCase());
    for (const [, key] of text.matchAll(/\$\{([^},]+)/g)) keys.add((key ?? "").trim().toLowerCase());
  }
  return keys;
}
