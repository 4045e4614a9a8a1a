import { setTimeout as wait } from "node:timers/promises";
import type { RealmState } from "@portcullis/directory";
import { type Committer, type Storage, StorageError } from "@portcullis/storage";
import type { Log } from "../operate/log.ts";
import type { Follower } from "./follower.ts";
import { type Round, round } from "./round.ts";
import { CLOCK_TOLERANCE, FRESH } from "./stale-node.table.ts";

type Held = Committer<RealmState>;

/** Milliseconds between two rounds over everything that is held. */
const EVERY = 200;

/** Milliseconds between the beginnings of two rounds for requests: under load more of them share one. */
const PACE = 2;

/** Milliseconds within which a database that refuses says so. */
const AT_ONCE = 50;

export interface FollowOptions {
  readonly storage: Pick<Storage, "confirm" | "changesFrom" | "loadRealm">;
  /** The one that this node was opened on. */
  readonly incarnation: string;
  /** Everything that is held now. */
  readonly held: () => readonly Held[];
  /** Milliseconds; see `Follower`. */
  readonly mostStaleness: number;
  readonly log: Pick<Log, "info" | "warn" | "error">;
  /** Called once: what is held is not part of the database's history, and must not be used any more. */
  readonly onOtherHistory: (why: string) => void;
}

/** Requests that wait for the same round. */
interface Batch {
  readonly held: Set<Held>;
  readonly done: Promise<boolean>;
  readonly settle: (confirmed: boolean) => void;
}

/**
 * Follows what other nodes change. Every 200 ms it asks for everything that is held; and for each request, before it is
 * answered, for the realms that the request is about, in a round that begins after the request came, so that what any
 * node has acknowledged is seen by every other at the very next call. Requests that come while a round is under way
 * share the next one: however many there are, one query is under way at a time.
 */
export function followDatabase(options: FollowOptions): Follower {
  const { storage, incarnation, held, mostStaleness, log } = options;
  let confirmed = performance.now();
  /**
   * What the last round met: an answer, or none. "refused": none, and that was known at once, so that the next request
   * may ask again without waiting for anything.
   */
  let last: "answer" | "away" | "refused" = "answer";
  let ended = false;
  let clock = { difference: 0, uncertainty: Number.POSITIVE_INFINITY };
  let waiting: Batch | undefined;
  let flying = false;
  let began = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> = Promise.resolve();

  /** One round; false where nothing was confirmed. Never rejects. */
  async function ask(followed: readonly Held[]): Promise<boolean> {
    const began = performance.now();
    let found: Round;
    try {
      found = await round(storage, incarnation, followed);
    } catch (error) {
      if (!(error instanceof StorageError)) {
        log.error({ err: error }, "What other nodes changed could not be read.");
      }
      lose(error instanceof StorageError ? error.message : "its answer cannot be read", began);
      return false;
    }
    if (ended) return false;
    if (found.kind === "other-history") {
      ended = true;
      options.onOtherHistory(found.why);
      return false;
    }
    clock = { difference: found.clockDifference, uncertainty: found.uncertainty };
    if (!answers()) log.info("The database answers again.");
    last = "answer";
    return true;
  }

  const answers = (): boolean => last === "answer";

  function lose(why: string, began: number): void {
    if (answers() && !ended) {
      log.warn(`The database does not answer (${why}): this node goes on with what it holds.`);
    }
    last = performance.now() - began < AT_ONCE ? "refused" : "away";
  }

  async function poll(): Promise<void> {
    const began = performance.now();
    if (await ask(held())) confirmed = began;
  }

  function schedule(): void {
    if (ended) return;
    timer = setTimeout(() => {
      polling = poll().finally(schedule);
    }, EVERY).unref();
  }
  schedule();

  async function fly(): Promise<void> {
    flying = true;
    while (waiting !== undefined) {
      const early = began + PACE - performance.now();
      if (early > 0) await wait(early);
      began = performance.now();
      const batch = waiting;
      waiting = undefined;
      // Whoever waited for a round that met nobody does not wait for another one.
      batch.settle(last !== "away" && (await ask([...batch.held])));
    }
    flying = false;
  }

  function newBatch(): Batch {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    return { held: new Set(), done: promise, settle: resolve };
  }

  return {
    mostStaleness,
    confirm(realms) {
      if (last === "away" || ended) return false;
      if (waiting === undefined) {
        waiting = newBatch();
        // Those that come in the same turn of the event loop go along.
        if (!flying) queueMicrotask(() => void fly());
      }
      for (const each of realms) waiting.held.add(each);
      return waiting.done;
    },
    answers,
    age: () => performance.now() - confirmed,
    freshness() {
      const age = performance.now() - confirmed;
      if (ended || age > mostStaleness) return "beyond";
      return age > FRESH ? "stale" : "fresh";
    },
    clockAgrees: () => Math.abs(clock.difference) - clock.uncertainty <= CLOCK_TOLERANCE,
    clockDifference: () => clock.difference,
    async stop() {
      ended = true;
      clearTimeout(timer);
      await polling;
    },
  };
}
