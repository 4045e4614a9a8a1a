import type { Storage } from "@portcullis/storage";
import { type Chore, repeat } from "../chore.ts";
import { type Clock, realTime } from "../clock.ts";
import { leaveRoom } from "../leave-room.ts";
import type { Log } from "../operate/log.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Milliseconds that things are kept.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html (90 days)
 */
export const kept = { events: 90 * 24 * HOUR, changes: HOUR } as const;

export interface RetentionOptions {
  /** Real time, whatever the server's clock was moved to: what is deleted cannot come back. */
  readonly clock?: Clock;
  /** Milliseconds before the first sweep, and between sweeps; by default a minute, then ten. */
  readonly first?: number;
  readonly every?: number;
  /** Rows of one deletion; default 500, so that it does not keep changes waiting for long. */
  readonly batch?: number;
  /** Waits between two deletions. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

type Swept = Pick<Storage, "purgeEvents" | "purgeChanges" | "purgeOnce">;

/** Deletes what is past its time, in small batches. A sweep that fails is begun again in its turn. */
export function runRetention(storage: Swept, log: Pick<Log, "warn">, options: RetentionOptions = {}): Chore {
  const { first = MINUTE, every = 10 * MINUTE } = options;
  return repeat(
    async (signal) => {
      try {
        await sweep(storage, signal, options);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, "What is past its time could not be deleted yet.");
      }
    },
    every,
    first,
  );
}

/** Deletes everything that is past its time now, or as much until `signal` ends it. */
export async function sweep(
  storage: Swept,
  signal: AbortSignal,
  { clock = realTime, batch = 500, pause = leaveRoom }: RetentionOptions = {},
): Promise<void> {
  const now = clock.now();
  const deletions = [
    () => storage.purgeOnce(now, batch),
    () => storage.purgeChanges(now - kept.changes, batch),
    () => storage.purgeEvents(now - kept.events, batch),
  ];
  for (const deletion of deletions) {
    while (!signal.aborted) {
      const began = performance.now();
      if ((await deletion()) < batch) break;
      await pause(performance.now() - began, signal);
    }
  }
}
