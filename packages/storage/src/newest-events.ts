import type { EventQuery, EventRow } from "./contract.ts";
import { matches, newestFirst } from "./event-order.ts";

/** Gathers the newest events that answer a query, as many as it may have, from blocks in any order. */
export interface NewestEvents {
  take(events: readonly EventRow[]): void;
  /** Whether a block whose last event is of this time, in epoch milliseconds, can add none. */
  isBeyond(newest: number): boolean;
  /** The newest first. */
  found(): EventRow[];
}

export function newestEvents(query: EventQuery): NewestEvents {
  const { limit } = query;
  let found: EventRow[] = [];
  return {
    take(events) {
      const matching = events.filter((event) => matches(query, event));
      if (matching.length > 0) found = [...found, ...matching].sort(newestFirst).slice(0, limit);
    },
    isBeyond: (newest) => found.length === limit && newest < found.at(-1)!.time,
    found: () => found,
  };
}
