import { quotas, type Tag } from "@portcullis/directory";
import type { Failure } from "../framework/api.ts";
import type { Failed } from "../framework/call.ts";

export interface WireTag {
  readonly Key: string;
  readonly Value: string;
}

const duplicate: Failure = {
  code: "InvalidInput",
  message: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
};

const reserved: Failure = {
  code: "InvalidInput",
  message: "Tag keys that begin with aws: are reserved for system use.",
};

const tooMany: Failure = {
  code: "LimitExceeded",
  message: `The number of tags has reached the maximum limit of ${quotas.tags.limit}.`,
};

/**
 * The tags a request gives, or why they cannot be. Keys are unique without regard to case and keep the case they
 * came in. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export function readTags(tags: readonly WireTag[] | undefined): readonly Tag[] | Failure {
  if (tags === undefined) return [];
  const seen = new Set<string>();
  for (const { Key } of tags) {
    const folded = Key.toLowerCase();
    if (seen.has(folded)) return duplicate;
    if (folded.startsWith("aws:")) return reserved;
    seen.add(folded);
  }
  if (seen.size > quotas.tags.limit) return tooMany;
  return tags.map(({ Key, Value }) => ({ key: Key, value: Value }));
}

/** Existing tags with new ones over them: a key that is there in any case gets the new value and the new case. */
export function withTags(existing: readonly Tag[], added: readonly Tag[]): readonly Tag[] | Failure {
  const folded = new Set(added.map((tag) => tag.key.toLowerCase()));
  const merged = [...existing.filter((tag) => !folded.has(tag.key.toLowerCase())), ...added];
  return merged.length > quotas.tags.limit ? tooMany : merged;
}

/** Existing tags without some keys; keys that are not there are no error. */
export function withoutTags(existing: readonly Tag[], keys: readonly string[]): readonly Tag[] {
  const folded = new Set(keys.map((key) => key.toLowerCase()));
  return existing.filter((tag) => !folded.has(tag.key.toLowerCase()));
}

export function wireTags(tags: readonly Tag[]): readonly WireTag[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

/** A tagged entity with more tags, or AWS's refusal. */
export function addTags<T extends { readonly tags: readonly Tag[] }>(
  entity: T,
  given: readonly WireTag[],
): { readonly kind: "tagged"; readonly entity: T } | Failed {
  const tags = readTags(given);
  if (isFailure(tags)) return { kind: "failed", failure: tags };
  const merged = withTags(entity.tags, tags);
  if (isFailure(merged)) return { kind: "failed", failure: merged };
  return { kind: "tagged", entity: { ...entity, tags: merged } };
}

/** Tags as a list operation walks them: in the order of their folded keys. */
export function tagEntries(
  tags: readonly Tag[],
  after: string | undefined,
): readonly (readonly [string, WireTag])[] {
  return tags
    .map(({ key, value }): readonly [string, WireTag] => [key.toLowerCase(), { Key: key, Value: value }])
    .filter(([key]) => after === undefined || key > after)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

export function isFailure<T extends object>(value: T | Failure): value is Failure {
  return !Array.isArray(value) && "code" in value && "message" in value;
}
