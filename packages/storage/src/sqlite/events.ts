import type { EventQuery, EventRow } from "../contract.ts";
import { type Block, blocksOf, eventsOf, longestSpan, valuesOf } from "../event-block.ts";
import { lookUpOf } from "../event-look-up.ts";
import { compareText, matches, newestFirst } from "../event-order.ts";
import { type PackedEvents, packEvents, packedEventWidth as width } from "../packed-events.ts";
import type { Connection } from "./connection.ts";

/** What the tables of events take and give. All of it runs inside the caller's transaction. */
export interface Events {
  add(events: PackedEvents): void;
  has(event: { realm: string; writer: string; sequence: number; id: string }): boolean;
  find(query: EventQuery): EventRow[];
  purge(before: number, limit: number): number;
}

/** A row of `event_block`. */
type Stored = Block & { readonly block: number };

/**
 * Blocks that may wait to be indexed by their values. A look-up reads those that wait, all of them; indexed together
 * and in order, neighbours in the index are written once, where each block by itself would write a page for a value.
 */
const mostWaiting = 64;

export function eventTables({ db }: Connection): Events {
  const addPosition = db.prepare(
    "INSERT INTO event_position (realm, writer, sequence, id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const idOf = db.prepare("SELECT id FROM event_position WHERE realm = ? AND writer = ? AND sequence = ?");
  const removePosition = db.prepare(
    "DELETE FROM event_position WHERE realm = ? AND writer = ? AND sequence = ?",
  );
  const addBlock = db.prepare(
    "INSERT INTO event_block (realm, oldest, newest, columns, records) VALUES (?, ?, ?, ?, ?)",
  );
  const removeBlock = db.prepare("DELETE FROM event_block WHERE block = ?");
  // Two values are one here where they differ in halves of surrogate pairs alone: in UTF-8 each is U+FFFD.
  const addValue = db.prepare(
    `INSERT INTO event_value (realm, part, value, newest, oldest, block) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
  );
  const removeValue = db.prepare(
    `DELETE FROM event_value
       WHERE realm = ? AND part = ? AND value = ? AND newest = ? AND oldest = ? AND block = ?`,
  );
  const indexed = db.prepare("SELECT block FROM event_indexed");
  const setIndexed = db.prepare("UPDATE event_indexed SET block = ?");
  const waiting = db.prepare(
    "SELECT * FROM event_block WHERE block > (SELECT block FROM event_indexed) AND block <= ?",
  );
  const waitingOfRealm = db.prepare(
    "SELECT * FROM event_block NOT INDEXED WHERE block > (SELECT block FROM event_indexed) AND realm = ?",
  );
  const blocksOfValue = db.prepare(
    `SELECT b.* FROM event_value v CROSS JOIN event_block b USING (block)
       WHERE v.realm = ? AND v.part = ? AND v.value = ? AND v.newest BETWEEN ? AND ? AND v.oldest <= ?
       ORDER BY v.newest DESC`,
  );
  const blocksOfRealm = db.prepare(
    `SELECT * FROM event_block INDEXED BY event_block_time
       WHERE realm = ? AND newest BETWEEN ? AND ? AND oldest <= ? ORDER BY newest DESC`,
  );
  const oldest = db.prepare(
    "SELECT * FROM event_block INDEXED BY event_block_age WHERE oldest < ? ORDER BY oldest LIMIT 1",
  );

  /** Those that are not there yet, with their positions taken. */
  function place(events: PackedEvents): PackedEvents {
    let left: PackedEvents | undefined;
    for (let at = 0; at < events.length; at += width) {
      const [realm, writer, sequence, id] = events.slice(at, at + 4) as [string, string, number, string];
      if (addPosition.run(realm, writer, sequence, id).changes === 1) {
        left?.push(...events.slice(at, at + width));
        continue;
      }
      if (idOf.get(realm, writer, sequence)?.id !== id) {
        throw new Error(`two events at one position: ${realm} ${writer} ${sequence}`);
      }
      left ??= events.slice(0, at);
    }
    return left ?? events;
  }

  function store(events: PackedEvents): void {
    for (const { realm, oldest, newest, columns, records } of blocksOf(events)) {
      const block = Number(addBlock.run(realm, oldest, newest, columns, records).lastInsertRowid);
      if (block - Number(indexed.get()?.block) >= mostWaiting) index(block);
    }
  }

  function index(upTo: number): void {
    const entries = (waiting.all(upTo) as unknown as Stored[]).flatMap((stored) =>
      valuesOf(eventsOf(stored)).map(([part, value]) => ({ stored, part, value })),
    );
    entries.sort((a, b) => compareText(a.part, b.part) || compareText(a.value, b.value));
    for (const { stored, part, value } of entries) {
      addValue.run(stored.realm, part, value, stored.newest, stored.oldest, stored.block);
    }
    setIndexed.run(upTo);
  }

  /** The blocks that may hold what is asked for: those in no order, and those by their last event, newest first. */
  function blocksFor(query: EventQuery): {
    readonly waiting: readonly Stored[];
    readonly sorted: Iterable<Stored>;
  } {
    const { realm, from } = query;
    const to = Math.min(query.to, query.before?.time ?? query.to);
    const range = [from, to + longestSpan, to] as const;
    const value = lookUpOf(query);
    if (value === undefined) {
      return { waiting: [], sorted: blocksOfRealm.iterate(realm, ...range) as Iterable<never> };
    }
    return {
      waiting: waitingOfRealm.all(realm) as unknown as Stored[],
      sorted: blocksOfValue.iterate(realm, ...value, ...range) as Iterable<never>,
    };
  }

  return {
    add: (events) => store(place(events)),
    has: ({ realm, writer, sequence, id }) => idOf.get(realm, writer, sequence)?.id === id,
    find(query) {
      let found: EventRow[] = [];
      const take = (stored: Stored): void => {
        const matching = eventsOf(stored).filter((event) => matches(query, event));
        if (matching.length > 0) found = [...found, ...matching].sort(newestFirst).slice(0, query.limit);
      };
      const { waiting, sorted } = blocksFor(query);
      for (const stored of waiting) take(stored);
      for (const stored of sorted) {
        if (found.length === query.limit && stored.newest < found.at(-1)!.time) break;
        take(stored);
      }
      return found;
    },
    purge(before, limit) {
      let purged = 0;
      while (purged < limit) {
        const stored = oldest.get(before) as Stored | undefined;
        if (stored === undefined) break;
        const events = eventsOf(stored).sort(newestFirst).reverse();
        for (const [part, value] of valuesOf(events)) {
          removeValue.run(stored.realm, part, value, stored.newest, stored.oldest, stored.block);
        }
        removeBlock.run(stored.block);
        const young = events.findIndex(({ time }) => time >= before);
        const gone = events.splice(0, Math.min(young === -1 ? events.length : young, limit - purged));
        for (const { realm, writer, sequence } of gone) removePosition.run(realm, writer, sequence);
        store(packEvents(events));
        purged += gone.length;
      }
      return purged;
    },
  };
}
