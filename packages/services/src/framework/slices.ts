/**
 * Long work that gives way wherever it yields: other calls go on between two slices of it. It reads what was pinned for
 * its call, so nothing changes under it.
 */
export type Slices<T> = Generator<undefined, T, undefined>;

export function isSlices<T extends object>(work: T | Slices<T>): work is Slices<T> {
  return Symbol.iterator in work;
}

/** Does all of it at once. */
export function inOneGo<T>(work: Slices<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
