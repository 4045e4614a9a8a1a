import type { SessionFacts } from "@portcullis/directory";

/** Characters of the longest session token. */
export const longestToken = 6144;

/**
 * Bytes in a token that session policies and tags share. The rest of its 4,608 bytes is for the seal and for names,
 * ids and times.
 */
export const packedSpace = 3500;

/** A text's length, and whatever else the record keeps beside it. */
const perPolicy = 2;
const perTag = 5;

/**
 * PackedPolicySize: the percentage of the allotted space that session policies and tags take, rounded up; 0 where
 * there are none. AWS says neither how it packs nor how much space there is. Ours is the UTF-8 length of the inline
 * policy, of the ARNs and of the tags' keys and values, and 2 bytes for each policy and 5 for each tag: nothing that
 * is added makes it smaller, and what takes at most 100 fits.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (PackedPolicySize)
 */
export function packedSize(facts: Pick<SessionFacts, "policy" | "policyArns" | "tags">): number {
  let bytes = 0;
  if (facts.policy !== undefined) bytes += perPolicy + length(facts.policy);
  for (const arn of facts.policyArns) bytes += perPolicy + length(arn);
  for (const tag of facts.tags) bytes += perTag + length(tag.key) + length(tag.value);
  return Math.ceil((bytes * 100) / packedSpace);
}

function length(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
