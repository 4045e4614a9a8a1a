/** Sets of code points: sorted, disjoint ranges, and Unicode properties that are tested when matching. */

export type Range = readonly [from: number, to: number];

export interface CodePoints {
  readonly ranges: readonly Range[];
  /** One-letter general categories, sorted, e.g. "LNZ"; "" for none. Kept by name, as Unicode grows. */
  readonly properties: string;
}

export const LAST = 0x10ffff;

export function codePoints(ranges: readonly Range[], properties = ""): CodePoints {
  return { ranges: normalise(ranges), properties: [...new Set(properties)].sort().join("") };
}

export function union(sets: readonly CodePoints[]): CodePoints {
  return codePoints(
    sets.flatMap((set) => set.ranges),
    sets.map((set) => set.properties).join(""),
  );
}

/** Throws for a set with properties: its complement would need the properties of a Unicode version. */
export function complement(set: CodePoints): CodePoints {
  if (set.properties !== "") throw new Error("a negated class with a Unicode property");
  const ranges: Range[] = [];
  let from = 0;
  for (const [low, high] of set.ranges) {
    if (low > from) ranges.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= LAST) ranges.push([from, LAST]);
  return { ranges, properties: "" };
}

export function contains(set: CodePoints, point: number): boolean {
  return set.ranges.some(([low, high]) => low <= point && point <= high);
}

function normalise(ranges: readonly Range[]): Range[] {
  const merged: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (low > high) throw new Error("a range whose ends are swapped");
    const last = merged.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}
