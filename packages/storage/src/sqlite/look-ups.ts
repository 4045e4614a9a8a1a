import { setImmediate as turn } from "node:timers/promises";
import { type EventQuery, type EventRow, StorageError } from "../contract.ts";
import type { Connection } from "./connection.ts";
import type { Search } from "./event-search.ts";
import type { Events } from "./events.ts";

/**
 * Look-ups of events, one after another, each bit by bit: however far one has to look, and however many ask, a change
 * waits for a few milliseconds of it at most. Rejects with a `StorageError`.
 */
export function lookUps(
  { db, read }: Connection,
  events: Events,
): (query: EventQuery) => Promise<readonly EventRow[]> {
  let last: Promise<unknown> = Promise.resolve();

  async function run(search: Search): Promise<readonly EventRow[]> {
    for (;;) {
      if (!db.isOpen) throw new StorageError("away", "the storage is closed");
      const { done, value } = read(() => search.next());
      if (done === true) return value;
      await turn();
    }
  }

  return (query) => {
    const found = last.then(() => run(events.search(query)));
    last = found.catch(() => undefined);
    return found;
  };
}
