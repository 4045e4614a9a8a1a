/** Randomness that a seed repeats. */
export interface Random {
  /** From 0 up to, without, `below`. */
  int(below: number): number;
  /** True once in `times`. */
  once(times: number): boolean;
  pick<T>(values: readonly [T, ...T[]] | readonly T[]): T;
  bytes(length: number): Buffer;
}

/** The generator "mulberry32": small, fast, and good enough to wander with. */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (below: number): number => (below <= 1 ? 0 : next() % below);
  return {
    int,
    once: (times) => int(times) === 0,
    pick(values) {
      const value = values[int(values.length)];
      if (value === undefined && values.length === 0) throw new RangeError("there is nothing to pick from");
      return value as (typeof values)[number];
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => int(256))),
  };
}
