import type { Decider } from "./engines.ts";

/** A decider, how many requests it has, and how many it decides at least in one measurement. */
export interface Measured {
  readonly decide: Decider;
  readonly count: number;
  /** What is slow is measured over fewer decisions. */
  readonly batch: number;
}

/** Nanoseconds of this process's CPU time that one decision takes, garbage collection included. */
export function nanosecondsOf({ decide, count, batch }: Measured, milliseconds: number): number {
  let decided = 0;
  let allowed = 0;
  let used = 0;
  for (let at = 0; used < milliseconds * 1000; decided += batch) {
    const before = process.cpuUsage();
    for (let i = 0; i < batch; i++) {
      if (decide(at)) allowed += 1;
      at = at + 1 === count ? 0 : at + 1;
    }
    const { user, system } = process.cpuUsage(before);
    used += user + system;
  }
  if (allowed > decided) throw new Error("more was allowed than was decided");
  return (used * 1000) / decided;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
