import type { EventQuery, EventRow } from "../contract.ts";
import { eventsOf, longestSpan } from "../event-block.ts";
import { lookUpOf } from "../event-look-up.ts";
import { newestEvents } from "../newest-events.ts";
import type { Connection } from "./connection.ts";
import type { EventIndex, Stored } from "./event-index.ts";
import type { Times } from "./event-runs.ts";

/** A look-up that takes a break after some blocks, for other calls: what they write then may or may not be found. */
export type Search = Generator<void, EventRow[]>;

/** Blocks that are read in one go, of up to 64 events each: that takes a few milliseconds. */
const blocksOfGo = 32;

/** Blocks that are not indexed may be this many for all of them to be read, of whatever realm and time. */
const mostRecent = 512;

/** Look-ups over the blocks and their index. */
export function eventSearch({ db }: Connection, index: EventIndex): (query: EventQuery) => Search {
  const byNumber = db.prepare(
    `SELECT * FROM event_block NOT INDEXED WHERE block > ? AND block <= ? AND realm = ? ORDER BY block
       LIMIT ${blocksOfGo}`,
  );
  const byTime = db.prepare(
    `SELECT * FROM event_block INDEXED BY event_block_time
       WHERE realm = ? AND newest >= ? AND oldest <= ? AND block > ? AND (newest, oldest, block) < (?, ?, ?)
       ORDER BY newest DESC, oldest DESC, block DESC LIMIT ${blocksOfGo}`,
  );

  /** Those after a block, in the order of their numbers. */
  function* numbered(realm: string, after: number, last: number): Generator<Stored> {
    for (let from = after; ; ) {
      const page = byNumber.all(from, last, realm) as unknown as Stored[];
      yield* page;
      if (page.length < blocksOfGo) return;
      from = page.at(-1)!.block;
    }
  }

  /** Those after a block that may have an event in these times, by their last one, the newest first. */
  function* timed(realm: string, { from, to, newest }: Times, after: number): Generator<Stored> {
    for (let end = [newest, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]; ; ) {
      const page = byTime.all(realm, from, to, after, ...end) as unknown as Stored[];
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < blocksOfGo) return;
      end = [last.newest, last.oldest, last.block];
    }
  }

  /** The blocks that may hold what is asked for, once each: lists of which some are by their last event, newest first. */
  function* sources(
    query: EventQuery,
  ): Generator<{ readonly sorted: boolean; readonly blocks: Iterable<Stored> }> {
    const { realm, from } = query;
    const to = Math.min(query.to, query.before?.time ?? query.to);
    const times = { from, to, newest: Math.min(to + longestSpan, Number.MAX_SAFE_INTEGER) };
    const value = lookUpOf(query);
    if (value === undefined) return yield { sorted: true, blocks: timed(realm, times, 0) };
    const { indexed, last } = index.reach();
    const found = index.find(realm, value, times);
    if (last - indexed <= mostRecent) yield { sorted: false, blocks: numbered(realm, indexed, last) };
    else yield { sorted: true, blocks: timed(realm, times, indexed) };
    yield { sorted: true, blocks: found };
  }

  return function* (query) {
    const newest = newestEvents(query);
    let read = 0;
    for (const { sorted, blocks } of sources(query)) {
      for (const stored of blocks) {
        if (sorted && newest.isBeyond(stored.newest)) break;
        newest.take(eventsOf(stored));
        read += 1;
        if (read % blocksOfGo === 0) yield;
      }
    }
    return newest.found();
  };
}
