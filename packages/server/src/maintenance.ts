import type { Runtime } from "./runtime.ts";

/** What a server does by itself until it stops. */
export interface Chore {
  /** Begins nothing more. Resolves when what is under way is done. */
  stop(): Promise<void>;
}

const EVERY = 10_000;

/**
 * Stores the folded refusals of past minutes. They are the operator's, not an account's: where the storage does not
 * take them they are given up, and hold up nothing.
 */
export function keepRefusals(runtime: Runtime): Chore {
  const store = async (all: boolean): Promise<void> => {
    const rows = runtime.refusals.flush(Date.now(), all);
    if (rows.length === 0) return;
    await runtime.storage.appendEvents(rows).catch((error: unknown) => {
      runtime.log.warn({ err: error }, "Refused calls could not be recorded.");
    });
  };
  const timer = setInterval(() => void store(false), EVERY);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await store(true);
    },
  };
}
