import type { Commit, EntityKey, EntityRow, EventRow, OnceClaim, OnceKey } from "./contract.ts";

/** What a command does to its realm. */
export interface Changes {
  readonly puts: readonly EntityRow[];
  readonly deletes: readonly EntityKey[];
}

/** All that leaves an attempt. Without changes (a denial, a failure) its events are kept all the same. */
export interface Attempted<R> {
  readonly result: R;
  readonly changes: Changes | undefined;
  /** Of any realm: a call across accounts is an event on both sides. */
  readonly events: readonly EventRow[];
  readonly once?: readonly OnceClaim[];
  readonly relied?: Commit["relied"];
}

/**
 * One try of a command: synchronous and pure. It may be called again, on newer state, so whatever is random or
 * read from a clock is drawn before. `taken`: claims of this command that somebody else turned out to hold; it
 * must answer without them.
 */
export type Attempt<S, R> = (state: S, revision: number, taken: readonly OnceKey[]) => Attempted<R>;

export function sameClaim(a: OnceKey, b: OnceKey): boolean {
  return a.id === b.id && a.kind === b.kind && a.realm === b.realm;
}
