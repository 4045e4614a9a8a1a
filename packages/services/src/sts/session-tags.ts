import { quotas, type Tag } from "@portcullis/directory";
import type { Failure, InputOf } from "../framework/api.ts";
import type { Call } from "../framework/call.ts";
import { isReserved } from "../iam/tags.ts";

/**
 * Tags of a session: what the calling session hands on, and what the request passes. Keys compare without case.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export interface SessionTags {
  readonly inherited: readonly Tag[];
  readonly passed: readonly Tag[];
  /** Of both, as the tags spell them. */
  readonly transitiveKeys: readonly string[];
}

export function sessionTags({ caller, input }: Call<"sts:AssumeRole">): SessionTags {
  const { tags, transitiveTagKeys } = caller.session ?? { tags: [], transitiveTagKeys: [] };
  const handedOn = folded(transitiveTagKeys);
  const inherited = tags.filter(({ key }) => handedOn.has(key.toLowerCase()));
  const passed = passedTags(input.Tags);
  const wanted = folded(input.TransitiveTagKeys ?? []);
  const own = passed.map(({ key }) => key).filter((key) => wanted.has(key.toLowerCase()));
  return { inherited, passed, transitiveKeys: [...inherited.map(({ key }) => key), ...own] };
}

/** The tags that a request passes. */
export function passedTags(tags: InputOf<"sts:AssumeRole">["Tags"]): readonly Tag[] {
  return (tags ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }));
}

/** Why tags cannot be passed, whatever they are for. */
export function repeatedFailure(passed: readonly Tag[]): Failure | undefined {
  return folded(passed.map(({ key }) => key)).size < passed.length
    ? invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    : undefined;
}

/** Why the tags cannot be. A passed key may not stand over one that was handed on. */
export function tagFailure(
  { inherited, passed }: SessionTags,
  { TransitiveTagKeys }: InputOf<"sts:AssumeRole">,
): Failure | undefined {
  const repeated = repeatedFailure(passed);
  if (repeated !== undefined) return repeated;
  if (passed.some(({ key }) => isReserved(key))) {
    return invalid("aws: prefixed tag key names are not allowed for external use.");
  }
  const keys = folded(passed.map(({ key }) => key));
  if ((TransitiveTagKeys ?? []).some((key) => !keys.has(key.toLowerCase()))) {
    return invalid("The specified transitive tag key must be included in the requested tags.");
  }
  if (inherited.some(({ key }) => keys.has(key.toLowerCase()))) {
    return invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  if (passed.length + inherited.length > quotas.tags.limit) {
    return invalid(`The number of session tags exceeds the limit of ${quotas.tags.limit}.`);
  }
  return undefined;
}

const invalid = (message: string): Failure => ({ code: "InvalidParameterValue", message });

function folded(keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.map((key) => key.toLowerCase()));
}
