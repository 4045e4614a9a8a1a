import { hasWildcard } from "../rule.ts";
import { covers, LONGEST_LIST } from "../wildcards.ts";

/**
 * The places in a list of what another pattern of it covers; of equal ones, all but the first.
 *
 * @param mayCover whether a pattern with wildcards can be compared as one text
 */
export function redundant(
  patterns: readonly string[],
  mayCover: (pattern: string) => boolean = () => true,
): readonly number[] {
  const first = new Map<string, number>();
  for (const [index, pattern] of patterns.entries()) if (!first.has(pattern)) first.set(pattern, index);
  const wide =
    patterns.length > LONGEST_LIST
      ? []
      : [...first.keys()].filter((pattern) => hasWildcard(pattern) && mayCover(pattern));
  const places: number[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const covered = wide.some((each) => each !== pattern && covers(each, pattern) && !covers(pattern, each));
    if (covered || first.get(pattern) !== index) places.push(index);
  }
  return places;
}
