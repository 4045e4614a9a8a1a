import { StorageError } from "@portcullis/storage";
import { tellOutage } from "./operate/outage.ts";
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
  let givenUp = 0;
  const outage = tellOutage(runtime.log, {
    began: "Refused calls cannot be recorded; their events are given up",
    over: () => `Refused calls are recorded again; events of them that were given up: ${givenUp}.`,
    bug: "Refused calls could not be recorded.",
  });
  const store = async (all: boolean): Promise<void> => {
    const rows = runtime.refusals.flush(Date.now(), all);
    if (rows.length === 0) return;
    try {
      await runtime.storage.appendEvents(rows);
      outage.worked();
      givenUp = 0;
    } catch (error) {
      outage.failed(error);
      givenUp += rows.length;
    }
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

const EVERY_SECOND = 1000;

/** Gives the database what waits in the journal, as soon as it takes it. */
export function emptyJournal({ journal, storage, log }: Runtime): { stop(): Promise<void> } {
  let emptying: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (journal !== undefined && journal.size() > 0) emptying = journal.drain(storage).then(tell, tryAgain);
  }, EVERY_SECOND);
  timer.unref();
  function tell(unopened: number): void {
    if (unopened > 0)
      log.error(`${unopened} lines of the journal were put into journal.unopened: no key opens them.`);
  }
  function tryAgain(error: unknown): void {
    if (!(error instanceof StorageError)) log.error({ err: error }, "The journal could not be emptied.");
  }
  return {
    async stop() {
      clearInterval(timer);
      await emptying;
    },
  };
}
