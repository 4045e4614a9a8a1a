import { setTimeout as wait } from "node:timers/promises";
import { type EventRow, type Storage, StorageError } from "./contract.ts";

const tries = 4;
const firstPause = 10;

/** Events that no storage would take, and why: a bug of whoever made them. */
export type Refused = ReadonlyMap<EventRow, unknown>;

/**
 * Appends events and knows that they are on disk: repeats while the storage is busy or the outcome is unknown,
 * which is safe because an event that is there is left as it is. One that is refused for what it is comes back
 * and is left out, so that it cannot keep the others off the disk for ever.
 */
export async function appendSurely(
  storage: Storage,
  events: readonly EventRow[],
  urgent: boolean,
): Promise<Refused> {
  for (let tried = 1; ; tried += 1) {
    try {
      await storage.appendEvents(events, { urgent });
      return new Map();
    } catch (error) {
      if (!(error instanceof StorageError)) return await halves(storage, events, urgent, error);
      if (error.kind === "away" || tried === tries) throw error;
      await wait(firstPause * 2 ** (tried - 1));
    }
  }
}

async function halves(
  storage: Storage,
  events: readonly EventRow[],
  urgent: boolean,
  error: unknown,
): Promise<Refused> {
  if (events.length === 1) return new Map([[events[0]!, error]]);
  const middle = events.length >> 1;
  const first = await appendSurely(storage, events.slice(0, middle), urgent);
  const second = await appendSurely(storage, events.slice(middle), urgent);
  return new Map([...first, ...second]);
}
