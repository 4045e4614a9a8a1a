import type { EventQuery } from "../contract.ts";
import { blocksOf, eventsOf } from "../event-block.ts";
import { newestFirst } from "../event-order.ts";
import { type PackedEvents, packEvents, packedEventWidth as width } from "../packed-events.ts";
import type { Connection } from "./connection.ts";
import { eventIndex, type Stored } from "./event-index.ts";
import type { Sizes } from "./event-run.ts";
import { eventSearch, type Search } from "./event-search.ts";

/** What the tables of events take and give. `add` and `purge` run inside the caller's transaction. */
export interface Events {
  add(events: PackedEvents): void;
  has(event: { realm: string; writer: string; sequence: number; id: string }): boolean;
  search(query: EventQuery): Search;
  purge(before: number, limit: number): number;
  /** Takes a step of indexing what was added, in a transaction of its own; whether there may be more to do. */
  index(): boolean;
}

export function eventTables(connection: Connection, sizes?: Sizes): Events {
  const { db } = connection;
  const values = eventIndex(connection, sizes);
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
  const oldestBlock = db.prepare(
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
      addBlock.run(realm, oldest, newest, columns, records);
    }
  }

  return {
    add: (events) => store(place(events)),
    index: values.advance,
    has: ({ realm, writer, sequence, id }) => idOf.get(realm, writer, sequence)?.id === id,
    search: eventSearch(connection, values),
    purge(before, limit) {
      let purged = 0;
      while (purged < limit) {
        const stored = oldestBlock.get(before) as Stored | undefined;
        if (stored === undefined) break;
        const events = eventsOf(stored).sort(newestFirst).reverse();
        removeBlock.run(stored.block);
        const young = events.findIndex(({ time }) => time >= before);
        const gone = events.splice(0, Math.min(young === -1 ? events.length : young, limit - purged));
        for (const { realm, writer, sequence } of gone) removePosition.run(realm, writer, sequence);
        store(packEvents(events));
        purged += gone.length;
      }
      values.forgetDeleted();
      return purged;
    },
  };
}
