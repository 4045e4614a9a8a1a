import { hash as digest } from "node:crypto";
import type { ValueKind } from "../event-block.ts";

/**
 * Runs: many blocks that came one after another, with all the values in them, sorted. A value takes six bytes of a run,
 * and a run is written as a whole, where an index of rows would write a page for most values.
 */

/** Blocks of a new run, to which the last step may add a few, and new runs of one that is merged. */
export interface Sizes {
  readonly blocksOfRun: number;
  readonly runsOfMerged: number;
}
export const usualSizes: Sizes = { blocksOfRun: 128, runsOfMerged: 31 };

/** Parts of a merged run, by the beginning of the hash: a look-up reads one. */
export const shardsOfMerged = 64;

/** What a run says of a block. */
export interface RunBlock {
  readonly block: number;
  /** Epoch milliseconds of its last event. */
  readonly newest: number;
}

/** 32 bits. Two values of one hash do no harm: what is found is compared with what was asked for. */
export function hashOf(realm: string, kind: ValueKind, value: string): number {
  return digest("sha256", `${realm} ${kind} ${value}`, "buffer").readUInt32BE(0);
}

/** Where entries of this hash stand in a merged run. */
export function shardOf(hash: number): number {
  return Math.floor(hash / shardWidth);
}

const shardWidth = 2 ** 32 / shardsOfMerged;

/** An entry as a number: a hash, and which block of the run has a value of that hash. They sort by both. */
export type EntryList = readonly number[];

/** INVARIANT: more than a run has blocks, also a merged one: what stands above it in an entry is the hash. */
const ordinals = 2 ** 12;

export function entryOf(hash: number, ordinal: number): number {
  if (ordinal >= ordinals) throw new RangeError(`a run of more than ${ordinals} blocks`);
  return hash * ordinals + ordinal;
}

/** 44 bits, and the first byte first: written entries sort as their numbers do. */
const width = 6;

export function packEntries(entries: EntryList): Buffer {
  const sorted = Float64Array.from(entries).sort();
  const packed = Buffer.allocUnsafe(sorted.length * width);
  for (const [at, entry] of sorted.entries()) packed.writeUIntBE(entry, at * width, width);
  return packed;
}

/** Calls `take` with the hash and the ordinal of each entry of these hashes. @param to not included */
export function eachEntry(
  packed: Buffer,
  from: number,
  to: number,
  take: (hash: number, ordinal: number) => void,
): void {
  const end = to * ordinals;
  for (let at = placeOf(packed, from * ordinals); at < packed.length; at += width) {
    const entry = packed.readUIntBE(at, width);
    if (entry >= end) return;
    take(Math.floor(entry / ordinals), entry % ordinals);
  }
}

/** Calls `take` for each entry in a shard. */
export function eachOfShard(
  packed: Buffer,
  shard: number,
  take: (hash: number, ordinal: number) => void,
): void {
  eachEntry(packed, shard * shardWidth, (shard + 1) * shardWidth, take);
}

/** The byte where the first entry stands that is not less. */
function placeOf(packed: Buffer, entry: number): number {
  let low = 0;
  let high = packed.length / width;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (packed.readUIntBE(middle * width, width) < entry) low = middle + 1;
    else high = middle;
  }
  return low * width;
}

const blockWidth = 16;

/** The blocks of a run in the order of their ordinals: the newest first. */
export function packBlocks(blocks: readonly RunBlock[]): Buffer {
  const packed = Buffer.allocUnsafe(blocks.length * blockWidth);
  for (const [ordinal, { block, newest }] of blocks.entries()) {
    packed.writeDoubleBE(block, ordinal * blockWidth);
    packed.writeDoubleBE(newest, ordinal * blockWidth + 8);
  }
  return packed;
}

export function unpackBlock(packed: Buffer, ordinal: number): RunBlock {
  const at = ordinal * blockWidth;
  return { block: packed.readDoubleBE(at), newest: packed.readDoubleBE(at + 8) };
}

export function unpackBlocks(packed: Buffer): RunBlock[] {
  return Array.from({ length: packed.length / blockWidth }, (_, ordinal) => unpackBlock(packed, ordinal));
}
