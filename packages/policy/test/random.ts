/** A seeded source of choices, so that a failing run can be repeated by its seed. */
export interface Random {
  /** A whole number in [0, below). */
  readonly below: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  /** True once in `of` times. */
  readonly once: (of: number) => boolean;
  readonly some: <T>(most: number, make: () => T) => T[];
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  // Mulberry32.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => next() % limit;
  return {
    below,
    pick: (from) => from[below(from.length)]!,
    once: (of) => below(of) === 0,
    some: (most, make) => Array.from({ length: below(most + 1) }, make),
  };
}
