import type { DatabaseSync } from "node:sqlite";
import {
  type EntryList,
  eachEntry,
  packBlocks,
  packEntries,
  type RunBlock,
  shardOf,
  shardsOfMerged,
  unpackBlock,
  unpackBlocks,
} from "./event-run.ts";
import { newestOfAll } from "./newest-of-all.ts";

/** What the tables of runs take and give. All of it runs inside the caller's transaction. */
export interface EventRuns {
  /** The highest block that is in a run, and the highest there is; 0: none. */
  reach(): { readonly indexed: number; readonly last: number };
  /** Keeps a new run. @param blocks newest first, as the ordinals of the entries number them */
  add(run: Run, blocks: readonly RunBlock[], entries: EntryList): void;
  /** The runs that are not merged, the oldest first, whole. */
  unmerged(): readonly WholeRun[];
  /** Keeps a part of the run that takes the place of several; see `replace`. What is there already is overwritten. */
  addShard(last: number, shard: number, entries: EntryList): void;
  /** Puts a merged run, whose shards are kept, in the place of those that it was made of. */
  replace(runs: readonly Run[], blocks: readonly RunBlock[]): void;
  /** The blocks of the runs that there are now which have a value of this hash, newest first; read bit by bit. */
  find(hash: number, times: Times): Iterable<RunBlock>;
  /** Removes the runs of which no block is left. */
  removeEmpty(): void;
}

export interface Run {
  /** The lowest and the highest block. The highest is the key of a run, and of the merged run that it ends. */
  readonly first: number;
  readonly last: number;
  /** Epoch milliseconds of the first event in its blocks. */
  readonly oldest: number;
}

export interface WholeRun extends Run {
  readonly blocks: readonly RunBlock[];
  readonly entries: Buffer;
}

/** Epoch milliseconds, both included. */
export interface Times {
  readonly from: number;
  readonly to: number;
  /** The latest that the last event of a block may be that has one until `to`. */
  readonly newest: number;
}

/** A new run has one part. The shards of a merged one come after it, so that they can be kept beside it until all are. */
const onlyPart = 0;
const partOf = (shard: number): number => shard + 1;

export function eventRuns(db: DatabaseSync): EventRuns {
  const reach = db.prepare(
    `SELECT (SELECT coalesce(max(last), 0) FROM event_run) AS indexed,
       (SELECT coalesce(max(block), 0) FROM event_block) AS last`,
  );
  const put = db.prepare(
    "INSERT OR REPLACE INTO event_run (last, first, merged, oldest, newest, blocks) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const putPart = db.prepare("INSERT OR REPLACE INTO event_value (run, shard, entries) VALUES (?, ?, ?)");
  const unmerged = db.prepare(
    "SELECT last, first, oldest, blocks FROM event_run WHERE merged = 0 ORDER BY last",
  );
  const between = db.prepare(
    "SELECT first, last, newest FROM event_run WHERE newest >= ? AND oldest <= ? ORDER BY newest DESC",
  );
  const around = db.prepare(
    "SELECT last, merged, blocks FROM event_run WHERE last >= ? ORDER BY last LIMIT 1",
  );
  const part = db.prepare("SELECT entries FROM event_value WHERE run = ? AND shard = ?");
  const removeParts = db.prepare("DELETE FROM event_value WHERE run = ? AND shard BETWEEN ? AND ?");
  const removeRun = db.prepare("DELETE FROM event_run WHERE last = ?");
  const empty = db.prepare(
    `SELECT last FROM event_run WHERE NOT EXISTS
       (SELECT 1 FROM event_block WHERE block BETWEEN event_run.first AND event_run.last)`,
  );

  const entriesOf = (run: number, number: number): Buffer => bytesOf(part.get(run, number)?.entries);

  function keep({ first, last, oldest }: Run, merged: 0 | 1, sorted: readonly RunBlock[]): void {
    put.run(last, first, merged, oldest, sorted[0]?.newest ?? 0, packBlocks(sorted));
  }

  function remove(last: number): void {
    removeParts.run(last, onlyPart, partOf(shardsOfMerged));
    removeRun.run(last);
  }

  /** The run may have been merged since it was found: then it is a part of the one around it. */
  function blocksIn({ first, last }: Pick<Run, "first" | "last">, hash: number, times: Times): RunBlock[] {
    const run = around.get(last);
    if (run === undefined) return [];
    const ordinals: number[] = [];
    const entries = entriesOf(Number(run.last), run.merged === 1 ? partOf(shardOf(hash)) : onlyPart);
    eachEntry(entries, hash, hash + 1, (_, ordinal) => ordinals.push(ordinal));
    if (ordinals.length === 0) return [];
    const packed = bytesOf(run.blocks);
    return ordinals
      .map((ordinal) => unpackBlock(packed, ordinal))
      .filter(({ block, newest }) => block >= first && block <= last && isIn(newest, times));
  }

  return {
    reach: () => reach.get() as { indexed: number; last: number },
    add(run, sorted, entries) {
      putPart.run(run.last, onlyPart, packEntries(entries));
      keep(run, 0, sorted);
    },
    unmerged: () =>
      unmerged.all().map((row) => ({
        ...(row as unknown as Run),
        blocks: unpackBlocks(bytesOf(row.blocks)),
        entries: entriesOf(Number(row.last), onlyPart),
      })),
    addShard: (last, shard, entries) => void putPart.run(last, partOf(shard), packEntries(entries)),
    replace(runs, sorted) {
      const [first, last] = [runs[0]!.first, runs.at(-1)!.last];
      for (const run of runs.slice(0, -1)) remove(run.last);
      removeParts.run(last, onlyPart, onlyPart);
      keep({ first, last, oldest: Math.min(...runs.map(({ oldest }) => oldest)) }, 1, sorted);
    },
    find(hash, times) {
      const runs = between.all(times.from, times.to).map((row) => ({
        newest: Number(row.newest),
        open: () => blocksIn({ first: Number(row.first), last: Number(row.last) }, hash, times),
      }));
      return newestOfAll(runs);
    },
    removeEmpty() {
      for (const { last } of empty.all()) remove(Number(last));
    },
  };
}

function isIn(newest: number, times: Times): boolean {
  return newest >= times.from && newest <= times.newest;
}

function bytesOf(blob: unknown): Buffer {
  if (!(blob instanceof Uint8Array)) return Buffer.alloc(0);
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
}
