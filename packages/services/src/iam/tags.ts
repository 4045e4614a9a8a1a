import { quotas, type Tag } from "@portcullis/directory";
import { type Failure, isFailure } from "../framework/api.ts";
import type { Failed } from "../framework/call.ts";

export interface WireTag {
  readonly Key: string;
  readonly Value: string;
}

type TaggedKind =
  | "user"
  | "role"
  | "policy"
  | "instance-profile"
  | "oidc-provider"
  | "server-certificate"
  | "saml-provider"
  | "mfa-device";

/**
 * Keys are unique on a resource and keep the case that they came in. On users and roles they compare without case;
 * on everything else case makes another key.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
 */
const keyRules: Readonly<
  Record<TaggedKind, { readonly fold: (key: string) => string; readonly duplicate: string }>
> = {
  user: {
    fold: (key) => key.toLowerCase(),
    duplicate: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  },
  role: {
    fold: (key) => key.toLowerCase(),
    duplicate: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  },
  policy: { fold: (key) => key, duplicate: "Duplicate tag keys found." },
  "instance-profile": { fold: (key) => key, duplicate: "Duplicate tag keys found." },
  "oidc-provider": { fold: (key) => key, duplicate: "Duplicate tag keys found." },
  "saml-provider": { fold: (key) => key, duplicate: "Duplicate tag keys found." },
  "server-certificate": { fold: (key) => key, duplicate: "Duplicate tag keys found." },
  "mfa-device": { fold: (key) => key, duplicate: "Duplicate tag keys found." },
};

/** The tags that a request gives to what it makes, or why they cannot be. */
export function readTags(kind: TaggedKind, tags: readonly WireTag[] | undefined): readonly Tag[] | Failure {
  if (tags === undefined) return [];
  const { fold, duplicate } = keyRules[kind];
  if (new Set(tags.map(({ Key }) => fold(Key))).size < tags.length) {
    return { code: "InvalidInput", message: duplicate };
  }
  if (tags.some(({ Key }) => isReserved(Key))) {
    return { code: "InvalidInput", message: "Tag keys beginning with aws: are reserved for system use." };
  }
  return tags.length > quotas.tags.limit
    ? tooMany
    : tags.map(({ Key, Value }) => ({ key: Key, value: Value }));
}

/** Only AWS gives tags whose keys begin like this. */
export function isReserved(key: string): boolean {
  return key.toLowerCase().startsWith("aws:");
}

const tooMany: Failure = {
  code: "LimitExceeded",
  message: "The number of tags has reached the maximum limit.",
};

interface Tagged {
  readonly kind: TaggedKind;
  readonly tags: readonly Tag[];
}

/** A tagged entity with more tags: a key that is there gets the new value, and the case that it came in. */
export function addTags<T extends Tagged>(
  entity: T,
  given: readonly WireTag[],
): { readonly kind: "tagged"; readonly entity: T } | Failed {
  const added = readTags(entity.kind, given);
  if (isFailure(added)) return { kind: "failed", failure: added };
  const keys = added.map(({ key }) => key);
  const tags = [...withoutTags(entity, keys).tags, ...added];
  if (tags.length > quotas.tags.limit) return { kind: "failed", failure: tooMany };
  return { kind: "tagged", entity: { ...entity, tags } };
}

/** A tagged entity without some keys; keys that are not there are no error. */
export function withoutTags<T extends Tagged>(entity: T, keys: readonly string[]): T {
  const { fold } = keyRules[entity.kind];
  const taken = new Set(keys.map(fold));
  return { ...entity, tags: entity.tags.filter(({ key }) => !taken.has(fold(key))) };
}

export function wireTags(tags: readonly Tag[]): readonly WireTag[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

/** As the answers give them that say they are sorted by key. */
export function wireTagsByKey(tags: readonly Tag[]): readonly WireTag[] {
  return wireTags([...tags].sort(byKey));
}

const byKey = (a: Tag, b: Tag): number => (a.key < b.key ? -1 : 1);

/** Code points of a key that go into a marker, which has room for some 190 bytes. */
const ORDERING = 45;

/** Tags as a list operation walks them: in the order of their keys. */
export function tagEntries(
  tags: readonly Tag[],
  after: string | undefined,
): readonly (readonly [string, WireTag])[] {
  const ordered = [...tags].sort(byKey);
  return ordered
    .map(({ key, value }, at): readonly [string, WireTag] => {
      const start = [...key].slice(0, ORDERING).join("");
      // Keys with the same long beginning are told apart by their rank among each other.
      const rank = ordered.slice(0, at).filter((other) => other.key.startsWith(start)).length;
      return [`${start}\u0000${String(rank).padStart(2, "0")}`, { Key: key, Value: value }];
    })
    .filter(([key]) => after === undefined || key > after);
}
