import { StorageError } from "@portcullis/storage";
import { type Chore, repeat } from "../chore.ts";
import type { Runtime } from "../runtime.ts";

const EVERY = 1000;

/** Gives the database what waits in the journal, as soon as it takes it. */
export function emptyJournal({ journal, storage, log }: Runtime): Chore {
  return repeat(async () => {
    if (journal === undefined || journal.size() === 0) return;
    try {
      const unopened = await journal.drain(storage);
      if (unopened > 0)
        log.error(`Lines of the journal that no key opens were put into journal.unopened: ${unopened}.`);
    } catch (error) {
      if (!(error instanceof StorageError)) log.error({ err: error }, "The journal could not be emptied.");
    }
  }, EVERY);
}
