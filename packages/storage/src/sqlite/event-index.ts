import { StorageError } from "../contract.ts";
import { type Block, eventsOf, type Part, valuesOf } from "../event-block.ts";
import type { Connection } from "./connection.ts";
import {
  eachEntry,
  eachOfShard,
  entryOf,
  hashOf,
  packBlocks,
  packEntries,
  type RunBlock,
  type Sizes,
  shardOf,
  shardsOfMerged,
  unpackBlock,
  unpackBlocks,
  sizes as usual,
} from "./event-run.ts";

/** A row of `event_block`. */
export type Stored = Block & { readonly block: number };

/**
 * What blocks are looked up by. They are indexed many at a time, and by small steps between other calls, so that no
 * change waits for it. A look-up reads those that are not indexed yet, all of them.
 */
export interface EventIndex {
  /** Takes a step in a transaction of its own where there is one to take; whether there may be more. */
  advance(): boolean;
  /** The blocks of the realm that are not indexed. */
  waiting(realm: string): readonly Stored[];
  /** The indexed blocks of the realm that may have this value and an event in these times, by their last, newest first. */
  find(realm: string, value: readonly [Part, string], times: Times): Iterable<Stored>;
  /** Forgets the blocks that were deleted, inside the caller's transaction. */
  forgetDeleted(): void;
}

/** Epoch milliseconds, both included. */
export interface Times {
  readonly from: number;
  readonly to: number;
  /** The latest that the last event of a block with one until `to` may have. */
  readonly newest: number;
}

/** Blocks of one step, of up to 64 events each: reading them takes about a millisecond. */
const blocksOfStep = 4;

/** Of a run that is merged the shards are numbered from 1, so that until it is done it stands beside the new one. */
const newShard = 0;

interface Run {
  /** The highest block, by which it goes; the runs together reach from the lowest without gaps. */
  readonly last: number;
  readonly first: number;
  readonly merged: 0 | 1;
  readonly oldest: number;
  readonly newest: number;
}

interface Waiting extends RunBlock {
  readonly oldest: number;
  readonly hashes: readonly number[];
}

interface WholeRun extends Run {
  readonly blocks: Buffer;
  readonly entries: Buffer;
}

export function eventIndex({ db, writeBehind }: Connection, sizes: Sizes = usual): EventIndex {
  const reach = db.prepare(
    `SELECT (SELECT coalesce(max(last), 0) FROM event_run) AS indexed,
       (SELECT coalesce(max(block), 0) FROM event_block) AS last`,
  );
  const blocksAfter = db.prepare(
    `SELECT * FROM event_block WHERE block > ? ORDER BY block LIMIT ${blocksOfStep}`,
  );
  const waitingOfRealm = db.prepare(
    `SELECT * FROM event_block NOT INDEXED
       WHERE block > (SELECT coalesce(max(last), 0) FROM event_run) AND realm = ?`,
  );
  const blockOfRealm = db.prepare("SELECT * FROM event_block WHERE block = ? AND realm = ? AND oldest <= ?");
  const addRun = db.prepare(
    "INSERT OR REPLACE INTO event_run (last, first, merged, oldest, newest, blocks) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const addShard = db.prepare("INSERT OR REPLACE INTO event_value (run, shard, entries) VALUES (?, ?, ?)");
  const newRuns = db.prepare("SELECT * FROM event_run WHERE merged = 0 ORDER BY last");
  const runsBetween = db.prepare(
    "SELECT last, merged, newest FROM event_run WHERE newest >= ? AND oldest <= ? ORDER BY newest DESC",
  );
  const blocksOf = db.prepare("SELECT blocks FROM event_run WHERE last = ?");
  const shard = db.prepare("SELECT entries FROM event_value WHERE run = ? AND shard = ?");
  const removeShards = db.prepare("DELETE FROM event_value WHERE run = ? AND shard BETWEEN ? AND ?");
  const removeRun = db.prepare("DELETE FROM event_run WHERE last = ?");
  const emptyRuns = db.prepare(
    `SELECT last FROM event_run WHERE NOT EXISTS
       (SELECT 1 FROM event_block WHERE block BETWEEN event_run.first AND event_run.last)`,
  );
  let steps: Iterator<void> | undefined;

  const entriesOf = (run: number, of: number): Buffer => bytesOf(shard.get(run, of)?.entries);

  function begin(): Iterator<void> | undefined {
    const { indexed, last } = reach.get() as { indexed: number; last: number };
    return last - indexed < sizes.blocksOfRun ? undefined : indexing(indexed);
  }

  /** Makes a run of the next blocks. What is left half done is done again. */
  function* indexing(indexed: number): Generator<void, void> {
    const blocks: Waiting[] = [];
    for (let last = indexed; blocks.length < sizes.blocksOfRun; ) {
      const read = blocksAfter.all(last) as unknown as Stored[];
      for (const { realm, block, oldest, newest, ...texts } of read) {
        const values = valuesOf(eventsOf({ realm, ...texts }));
        const hashes = new Set(values.map((value) => hashOf(realm, ...value)));
        blocks.push({ block, oldest, newest, hashes: [...hashes] });
        last = block;
      }
      if (read.length < blocksOfStep) break;
      yield;
    }
    const last = blocks.at(-1)?.block;
    if (last === undefined) return;
    const oldest = Math.min(...blocks.map((each) => each.oldest));
    const sorted = blocks.sort((a, b) => b.newest - a.newest);
    const entries = sorted.flatMap(({ hashes }, at) => hashes.map((hash) => entryOf(hash, at)));
    addShard.run(last, newShard, packEntries(Float64Array.from(entries)));
    addRun.run(last, indexed + 1, 0, oldest, sorted[0]?.newest ?? 0, packBlocks(sorted));
    yield;
    const runs = newRuns.all() as unknown as WholeRun[];
    if (runs.length >= sizes.runsOfMerged) yield* merging(runs.slice(0, sizes.runsOfMerged));
  }

  /** Makes one run of several. A look-up sees it when all of it is there. */
  function* merging(runs: readonly Run[]): Generator<void, void> {
    const last = runs.at(-1)?.last ?? 0;
    const whole = (runs as readonly WholeRun[]).map((run) => ({
      blocks: unpackBlocks(bytesOf(run.blocks)),
      entries: entriesOf(run.last, newShard),
    }));
    const sorted = whole
      .flatMap(({ blocks }, run) => blocks.map((block, at) => ({ run, at, ...block })))
      .sort((a, b) => b.newest - a.newest);
    const ordinals = whole.map(({ blocks }) => new Uint16Array(blocks.length));
    for (const [ordinal, { run, at }] of sorted.entries()) ordinals[run]![at] = ordinal;
    for (let shard = 0; shard < shardsOfMerged; shard += 1) {
      yield;
      const entries: number[] = [];
      for (const [run, { entries: packed }] of whole.entries()) {
        eachOfShard(packed, shard, (hash, at) => entries.push(entryOf(hash, ordinals[run]![at]!)));
      }
      addShard.run(last, shard + 1, packEntries(Float64Array.from(entries)));
    }
    yield;
    for (const run of runs.slice(0, -1)) remove(run.last);
    removeShards.run(last, newShard, newShard);
    const oldest = Math.min(...runs.map((each) => each.oldest));
    addRun.run(last, runs[0]?.first ?? 0, 1, oldest, sorted[0]?.newest ?? 0, packBlocks(sorted));
  }

  function remove(run: number): void {
    removeShards.run(run, newShard, shardsOfMerged);
    removeRun.run(run);
  }

  /** What a run has of a hash, newest first. */
  function foundIn({ last, merged }: Run, hash: number, { from, newest }: Times): RunBlock[] {
    const entries = entriesOf(last, merged === 0 ? newShard : shardOf(hash) + 1);
    const ordinals: number[] = [];
    eachEntry(entries, hash, hash + 1, (_, ordinal) => ordinals.push(ordinal));
    if (ordinals.length === 0) return [];
    const blocks = bytesOf(blocksOf.get(last)?.blocks);
    return ordinals
      .map((ordinal) => unpackBlock(blocks, ordinal))
      .filter((block) => block.newest >= from && block.newest <= newest);
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
    waiting: (realm) => waitingOfRealm.all(realm) as unknown as Stored[],
    *find(realm, value, times) {
      const hash = hashOf(realm, ...value);
      const runs = (runsBetween.all(times.from, times.to) as unknown as Run[]).values();
      for (const { block } of newestFirst(runs, (run) => foundIn(run, hash, times))) {
        const stored = blockOfRealm.get(block, realm, times.to) as Stored | undefined;
        if (stored !== undefined) yield stored;
      }
    },
    forgetDeleted() {
      // Else what was read before might come back.
      steps = undefined;
      for (const { last } of emptyRuns.all()) remove(Number(last));
    },
  };
}

/** The blocks of runs, which come by their last block's time, in the order of theirs. Opens a run when it is its turn. */
function* newestFirst(runs: Iterator<Run>, blocksOf: (run: Run) => RunBlock[]): Generator<RunBlock> {
  let next = runs.next();
  const opened: { readonly blocks: readonly RunBlock[]; at: number }[] = [];
  const newestOf = ({ blocks, at }: (typeof opened)[number]): number => blocks[at]?.newest ?? -Infinity;
  for (;;) {
    let newest = Math.max(...opened.map(newestOf));
    while (!next.done && next.value.newest >= newest) {
      const run = { blocks: blocksOf(next.value), at: 0 };
      if (run.blocks.length > 0) opened.push(run);
      newest = Math.max(newest, newestOf(run));
      next = runs.next();
    }
    const first = opened.findIndex((each) => newestOf(each) === newest);
    const from = opened[first];
    const block = from?.blocks[from.at];
    if (from === undefined || block === undefined) return;
    from.at += 1;
    if (from.at === from.blocks.length) opened.splice(first, 1);
    yield block;
  }
}

function bytesOf(blob: unknown): Buffer {
  if (!(blob instanceof Uint8Array)) return Buffer.alloc(0);
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
}
