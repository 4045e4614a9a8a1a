import { StorageError } from "@portcullis/storage";
import { type Chore, repeat } from "./chore.ts";
import { tellOutage } from "./operate/outage.ts";
import type { Runtime } from "./runtime.ts";

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
export function emptyJournal({ journal, storage, log }: Runtime): Chore {
  return repeat(async () => {
    if (journal === undefined || journal.size() === 0) return;
    try {
      const unopened = await journal.drain(storage);
      if (unopened > 0)
        log.error(`${unopened} lines of the journal were put into journal.unopened: no key opens them.`);
    } catch (error) {
      if (!(error instanceof StorageError)) log.error({ err: error }, "The journal could not be emptied.");
    }
  }, EVERY_SECOND);
}
