import { setTimeout as wait } from "node:timers/promises";
import { type Storage, StorageError } from "@portcullis/storage";
import { repeat } from "../chore.ts";
import type { Log } from "../operate/log.ts";
import type { HeldRealm } from "../realms/realms.ts";
import type { Follower } from "./follower.ts";
import { moment, since } from "./moment.ts";
import type { RealmAges } from "./realm-ages.ts";
import { type Met, type Round, round } from "./round.ts";
import { CLOCK_TOLERANCE, FRESH, type Freshness } from "./stale-node.table.ts";

/** Milliseconds between two rounds over everything that is held. */
const EVERY = 200;

/** Milliseconds between the beginnings of two rounds for requests: under load more of them share one. */
const PACE = 2;

/** Milliseconds after which how far the clocks are apart is measured anew; until then the surest measurement counts. */
const ESTIMATE_LIFE = 30_000;

/** Milliseconds within which a database that refuses says so. */
const AT_ONCE = 50;

export interface FollowOptions {
  readonly storage: Pick<Storage, "confirm" | "changesFrom" | "loadRealm">;
  /** The one that this node was opened on. */
  readonly incarnation: string;
  /** Everything that is held now. */
  readonly held: () => readonly HeldRealm[];
  readonly ages: RealmAges;
  /** Milliseconds; see `Follower`. */
  readonly mostStaleness: number;
  readonly log: Pick<Log, "info" | "warn" | "error">;
  /** Called once: what is held is not part of the database's history, and must not be used any more. */
  readonly onOtherHistory: (why: string) => void;
}

/** Of each realm that a round was about whether it was met; undefined: the database did not answer. */
type Answer = ReadonlyMap<HeldRealm, Met> | undefined;

/** Requests that wait for the same round. */
interface Batch {
  readonly held: Set<HeldRealm>;
  readonly done: Promise<Answer>;
  readonly settle: (answer: Answer) => void;
}

/**
 * Follows what other nodes change. Every 200 ms it asks for everything that is held; and for each request, before it is
 * answered, for the realms that the request is about, in a round that begins after the request came, so that what any
 * node has acknowledged is seen by every other at the very next call. Requests that come while a round is under way
 * share the next one: however many there are, one query is under way at a time.
 */
export function followDatabase(options: FollowOptions): Follower {
  const { storage, incarnation, held, ages, mostStaleness, log } = options;
  let confirmed = moment();
  /**
   * What the last round met: an answer, or none. "refused": none, and that was known at once, so that the next request
   * may ask again without waiting for anything.
   */
  let last: "answer" | "away" | "refused" = "answer";
  let ended = false;
  let clock = { difference: 0, uncertainty: Number.POSITIVE_INFINITY, at: confirmed };
  let waiting: Batch | undefined;
  let flying = false;
  let flew = Number.NEGATIVE_INFINITY;

  /** One round. Never rejects. */
  async function ask(realms: readonly HeldRealm[]): Promise<Answer> {
    const began = moment();
    let found: Round;
    try {
      found = await round(storage, incarnation, realms, leave);
    } catch (error) {
      if (!(error instanceof StorageError)) {
        log.error({ err: error }, "What other nodes changed could not be read.");
      }
      lose(error instanceof StorageError ? error.message : "its answer cannot be read", since(began));
      return undefined;
    }
    if (ended) return undefined;
    if (found.kind === "other-history") {
      leave(found.why);
      return undefined;
    }
    for (const [realm, met] of found.met) {
      if (met === true) ages.confirmed(realm, began);
      else void met.then((there) => there && ages.confirmed(realm, began));
    }
    if (found.uncertainty <= clock.uncertainty || since(clock.at) > ESTIMATE_LIFE) {
      clock = { difference: found.clockDifference, uncertainty: found.uncertainty, at: began };
    }
    if (!answers()) log.info("The database answers again.");
    last = "answer";
    return found.met;
  }

  const answers = (): boolean => last === "answer";

  function leave(why: string): void {
    if (ended) return;
    ended = true;
    void polling.stop();
    options.onOtherHistory(why);
  }

  function lose(why: string, took: number): void {
    if (answers() && !ended) {
      log.warn(`The database does not answer (${why}): this node goes on with what it holds.`);
    }
    last = took < AT_ONCE ? "refused" : "away";
  }

  const polling = repeat(async () => {
    const began = moment();
    if ((await ask(held())) !== undefined) confirmed = began;
  }, EVERY);

  async function fly(): Promise<void> {
    flying = true;
    while (waiting !== undefined) {
      const early = flew + PACE - performance.now();
      if (early > 0) await wait(early);
      flew = performance.now();
      const batch = waiting;
      waiting = undefined;
      // Whoever waited for a round that met nobody does not wait for another one.
      batch.settle(last === "away" ? undefined : await ask([...batch.held]));
    }
    flying = false;
  }

  function newBatch(): Batch {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    return { held: new Set(), done: promise, settle: resolve };
  }

  function freshnessAt(age: number): Freshness {
    if (ended || age > mostStaleness) return "beyond";
    return age > FRESH ? "stale" : "fresh";
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
      return waiting.done.then((answer) => answer !== undefined && allMet(answer, realms));
    },
    answers,
    age: () => since(confirmed),
    freshness: (realms) => freshnessAt(realms === undefined ? since(confirmed) : ages.oldest(realms)),
    clockAgrees: () => Math.abs(clock.difference) - clock.uncertainty <= CLOCK_TOLERANCE,
    clockDifference: () => clock.difference,
    stop() {
      ended = true;
      return polling.stop();
    },
  };
}

function allMet(
  answer: ReadonlyMap<HeldRealm, Met>,
  realms: readonly HeldRealm[],
): boolean | Promise<boolean> {
  const pending = realms.map((realm) => answer.get(realm) ?? false).filter((met) => met !== true);
  if (pending.length === 0) return true;
  return Promise.all(pending).then((all) => all.every(Boolean));
}
