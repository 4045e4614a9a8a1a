import { type EntityOf, quotas, type Tag } from "@portcullis/directory";
import { type Failure, isFailure } from "../framework/api.ts";
import { type Done, done, type Failed } from "../framework/call.ts";

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
const folded = {
  fold: (key: string): string => key.toLowerCase(),
  duplicate: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  // So AWS was seen to tell it, blank included.
  noTags: "Error occurred while validating input. ",
};
const exact = {
  fold: (key: string): string => key,
  duplicate: "Duplicate tag keys found.",
  noTags: "The provided tag map must not be null/empty.",
};
const keyRules: Readonly<Record<TaggedKind, typeof folded | typeof exact>> = {
  user: folded,
  role: folded,
  policy: exact,
  "instance-profile": exact,
  "oidc-provider": exact,
  "saml-provider": exact,
  "server-certificate": exact,
  "mfa-device": exact,
};

/** The tags that a request gives to what it makes, or why they cannot be. */
export function readTags(kind: TaggedKind, tags: readonly WireTag[] | undefined): readonly Tag[] | Failure {
  if (tags === undefined) return [];
  const { fold, duplicate } = keyRules[kind];
  if (tags.some(({ Key }) => isReserved(Key))) {
    return { code: "InvalidInput", message: "Tag keys beginning with aws: are reserved for system use." };
  }
  if (new Set(tags.map(({ Key }) => fold(Key))).size < tags.length) {
    return { code: "InvalidInput", message: duplicate };
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

type Tagged = EntityOf<TaggedKind>;
type Outcome = Done<Readonly<Record<string, never>>> | Failed;

/** Gives a tagged entity more tags: a key that is there gets the new value, and the case that it came in. */
export function addTags(entity: Tagged, given: readonly WireTag[]): Outcome {
  if (given.length === 0) return invalid(keyRules[entity.kind].noTags);
  const added = readTags(entity.kind, given);
  if (isFailure(added)) return { kind: "failed", failure: added };
  const keys = added.map(({ key }) => key);
  const tags = [...withoutTags(entity, keys).tags, ...added];
  if (tags.length > quotas.tags.limit) return { kind: "failed", failure: tooMany };
  return done({ put: [{ ...entity, tags }] }, {});
}

/** A tagged entity without some keys; keys that are not there are no error. */
export function withoutTags<T extends Tagged>(entity: T, keys: readonly string[]): T {
  const { fold } = keyRules[entity.kind];
  const taken = new Set(keys.map(fold));
  return { ...entity, tags: entity.tags.filter(({ key }) => !taken.has(fold(key))) };
}

/** Takes them from it, where to take nothing is an error: on everything but users and roles. */
export function removeTags(entity: Tagged, keys: readonly string[]): Outcome {
  return keys.length === 0
    ? invalid("The provided tag keys must not be null/empty.")
    : done({ put: [withoutTags(entity, keys)] }, {});
}

function invalid(message: string): Failed {
  return { kind: "failed", failure: { code: "InvalidInput", message } };
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
