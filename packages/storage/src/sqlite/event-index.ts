import { StorageError } from "../contract.ts";
import { type Block, eventsOf, type ValueKind, valuesOf } from "../event-block.ts";
import type { Connection } from "./connection.ts";
import {
  eachOfShard,
  entryOf,
  hashOf,
  type RunBlock,
  type Sizes,
  shardsOfMerged,
  usualSizes,
} from "./event-run.ts";
import { eventRuns, type Times, type WholeRun } from "./event-runs.ts";

/** A row of `event_block`. */
export type Stored = Block & { readonly block: number };

/**
 * What blocks are looked up by. They are indexed many at a time, and by small steps between other calls (`worker.ts`
 * takes them), so that no change waits for it. A look-up reads those that are not indexed yet, all of them.
 */
export interface EventIndex {
  /** Takes a step in a transaction of its own where there is one to take; whether there may be more. */
  advance(): boolean;
  /** The highest block that is indexed, and the highest there is; 0: none. */
  reach(): { readonly indexed: number; readonly last: number };
  /**
   * The blocks of the realm that may have this value and an event in these times, of those that are indexed now, by their
   * last event's. They are read bit by bit, and what is done to the tables in between does no harm.
   */
  find(realm: string, value: readonly [ValueKind, string], times: Times): Iterable<Stored>;
  /** Forgets the blocks that were deleted, inside the caller's transaction. */
  forgetDeleted(): void;
}

/** Blocks of one step, of up to 64 events each: reading them takes about a millisecond. */
const blocksOfStep = 4;

/** A block that was read to be indexed. */
interface Hashed extends RunBlock {
  readonly oldest: number;
  readonly hashes: readonly number[];
}

export function eventIndex({ db, writeBehind }: Connection, sizes: Sizes = usualSizes): EventIndex {
  const runs = eventRuns(db);
  const blocksAfter = db.prepare(
    `SELECT * FROM event_block WHERE block > ? ORDER BY block LIMIT ${blocksOfStep}`,
  );
  const blockOfRealm = db.prepare("SELECT * FROM event_block WHERE block = ? AND realm = ? AND oldest <= ?");
  /** What is under way. A step that failed, or whose blocks may be gone, is begun anew: each can be taken again. */
  let steps: Iterator<void> | undefined;

  function begin(): Iterator<void> | undefined {
    const { indexed, last } = runs.reach();
    return last - indexed < sizes.blocksOfRun ? undefined : indexing(indexed);
  }

  /** Makes a run of the next blocks. */
  function* indexing(indexed: number): Generator<void, void> {
    const read: Hashed[] = [];
    for (let last = indexed; read.length < sizes.blocksOfRun; yield) {
      const blocks = blocksAfter.all(last) as unknown as Stored[];
      read.push(...blocks.map(hashed));
      last = read.at(-1)?.block ?? last;
      if (blocks.length < blocksOfStep) break;
    }
    const last = read.at(-1)?.block;
    if (last === undefined) return;
    const oldest = Math.min(...read.map((each) => each.oldest));
    const sorted = read.sort((a, b) => b.newest - a.newest);
    const entries = sorted.flatMap(({ hashes }, ordinal) => hashes.map((hash) => entryOf(hash, ordinal)));
    runs.add({ first: indexed + 1, last, oldest }, sorted, entries);
    yield;
    const unmerged = runs.unmerged();
    if (unmerged.length >= sizes.runsOfMerged) yield* merging(unmerged.slice(0, sizes.runsOfMerged));
  }

  /** Makes one run of several. A look-up sees it when all of it is there. */
  function* merging(several: readonly WholeRun[]): Generator<void, void> {
    const last = several.at(-1)!.last;
    const sorted = several
      .flatMap(({ blocks }, run) => blocks.map((block, ordinal) => ({ run, ordinal, ...block })))
      .sort((a, b) => b.newest - a.newest);
    /** The new ordinals, by run and old ordinal. */
    const renumbered = several.map(({ blocks }) => new Uint16Array(blocks.length));
    for (const [next, { run, ordinal }] of sorted.entries()) renumbered[run]![ordinal] = next;
    for (let shard = 0; shard < shardsOfMerged; shard += 1) {
      yield;
      const entries: number[] = [];
      for (const [run, { entries: packed }] of several.entries()) {
        const ordinals = renumbered[run]!;
        eachOfShard(packed, shard, (hash, ordinal) => entries.push(entryOf(hash, ordinals[ordinal]!)));
      }
      runs.addShard(last, shard, entries);
    }
    yield;
    runs.replace(several, sorted);
  }

  /** Those that were not purged, and are of this realm: two values of two realms may have one hash. */
  function* present(found: Iterable<RunBlock>, realm: string, to: number): Generator<Stored> {
    for (const { block } of found) {
      const stored = blockOfRealm.get(block, realm, to) as Stored | undefined;
      if (stored !== undefined) yield stored;
    }
  }

  return {
    advance() {
      steps ??= begin();
      const current = steps;
      if (current === undefined) return false;
      try {
        if (writeBehind(() => current.next()).done) steps = undefined;
        return true;
      } catch (error) {
        steps = undefined;
        if (error instanceof StorageError) return false;
        throw error;
      }
    },
    reach: runs.reach,
    find: (realm, value, times) => present(runs.find(hashOf(realm, ...value), times), realm, times.to),
    forgetDeleted() {
      steps = undefined;
      runs.removeEmpty();
    },
  };
}

function hashed({ realm, block, oldest, newest, columns, records }: Stored): Hashed {
  const values = valuesOf(eventsOf({ realm, columns, records }));
  // Two values of one hash would find the block twice.
  const hashes = new Set(values.map((value) => hashOf(realm, ...value)));
  return { block, oldest, newest, hashes: [...hashes] };
}
