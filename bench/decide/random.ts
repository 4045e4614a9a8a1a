/** A seeded source of choices: every run draws the same workloads. */
export interface Random {
  /** A whole number in [0, below). */
  readonly below: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly times: <T>(count: number, make: (at: number) => T) => T[];
}

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    below,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    times: (count, make) => Array.from({ length: count }, (_, at) => make(at)),
  };
}
