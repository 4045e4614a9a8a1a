import type { KeyRow } from "@portcullis/storage";
import { INSTALLATION } from "../realms/realm-names.ts";
import type { Runtime } from "../runtime.ts";
import { changeKeys } from "./change-keys.ts";
import type { ReadKeys } from "./kept-keys.ts";
import { type Resealed, resealAll } from "./reseal.ts";
import { isRetiredAtRest, overdue, stageOf, stepAfter } from "./rotation-steps.ts";

/** In this many readings one node seals anew; the next one may be another's. */
const TURNS_OF_CLAIM = 12;
/** In this many readings nothing is sealed anew where something was found that does not open. */
const TURNS_OF_REST = 120;

export interface Rotating {
  /** Does what the keys need next, where it is time for it, until `signal` ends it. Rejects with a `StorageError`. */
  carryOn(read: ReadKeys, signal: AbortSignal): Promise<void>;
}

/**
 * Carries a rotation on, from whatever was read. What it remembers only makes it wait.
 * @param every milliseconds in which each node reads the keys; one reading may fail
 */
export function rotating(runtime: Runtime, every: number): Rotating {
  /** What every other node has read too, once it stood for long enough. By a clock that nobody sets. */
  const long = (since: number): boolean => performance.now() - since >= 2 * every;
  let seen = { revision: -1, since: 0 };
  let clean: { readonly revision: number; readonly since: number; readonly found: Resealed } | undefined;
  let restUntil = 0;

  async function carryOn(read: ReadKeys, signal: AbortSignal): Promise<void> {
    if (seen.revision !== read.revision) seen = { revision: read.revision, since: performance.now() };
    const over = overdue(read.rows, read.clock);
    if (over.length > 0) return drop(read, over);
    if (!long(seen.since)) return;
    const step = stepAfter(read.rows, read.clock);
    if (step !== undefined) {
      const next = { rows: step.rows, keyCheck: read.keyCheck };
      return changeKeys(runtime, read, next, step.change, step.concerned);
    }
    if (stageOf(read.rows) !== "resealing") return;
    if (clean?.revision === read.revision) return dropUnused(read, clean.since, clean.found);
    if (performance.now() >= restUntil && (await mine(read))) await reseal(read, signal);
  }

  /** Whether it is this node that seals anew for some readings: one is enough, and several would do no harm. */
  async function mine({ clock }: ReadKeys): Promise<boolean> {
    const length = TURNS_OF_CLAIM * every;
    const [realm, kind, id] = [INSTALLATION, "reseal", String(Math.floor(clock / length))];
    const claim = { realm, kind, id, expires: clock + 2 * length, body: runtime.writer };
    if (await runtime.storage.claimOnce(claim)) return true;
    return (await runtime.storage.readOnce(realm, kind, id)) === runtime.writer;
  }

  async function reseal({ revision }: ReadKeys, signal: AbortSignal): Promise<void> {
    const found = await resealAll(runtime, signal);
    if (found?.entities === 0) clean = { revision, since: performance.now(), found };
  }

  /** Only when every node has had the time to see the last value that was sealed anew. */
  async function dropUnused(read: ReadKeys, since: number, { inUse, unreadable }: Resealed): Promise<void> {
    if (!long(since)) return;
    clean = undefined;
    if (unreadable.length > 0) {
      restUntil = performance.now() + TURNS_OF_REST * every;
      runtime.log.error(
        { count: unreadable.length, first: unreadable.slice(0, 10) },
        "Some sealed values do not open where they stand; the keys that they name are kept.",
      );
    }
    const unused = read.rows.filter((row) => isRetiredAtRest(row, read.rows) && !inUse.has(row.number));
    if (unused.length > 0) await drop(read, unused);
  }

  function drop(read: ReadKeys, dropped: readonly KeyRow[]): Promise<void> {
    const rows = read.rows.filter((row) => !dropped.includes(row));
    return changeKeys(runtime, read, { rows, keyCheck: read.keyCheck }, "DropDataKeys", dropped);
  }

  return { carryOn };
}
