import { type Chore, repeat } from "../chore.ts";
import { tellOutage } from "../operate/outage.ts";
import type { Runtime } from "../runtime.ts";

const EVERY = 10_000;

/**
 * Stores the folded refusals of past minutes. They are the operator's, not an account's: where the storage does not
 * take them they are given up, and hold up nothing.
 * @param every milliseconds
 */
export function keepRefusals(
  { refusals, storage, log }: Pick<Runtime, "refusals" | "storage" | "log">,
  every: number = EVERY,
): Chore {
  let givenUp = 0;
  const outage = tellOutage(log, {
    began: "Refused calls cannot be recorded; their events are given up",
    over: () => `Refused calls are recorded again; events of them that were given up: ${givenUp}.`,
    bug: "Refused calls could not be recorded.",
  });

  async function store(all: boolean): Promise<void> {
    const rows = refusals.flush(Date.now(), all);
    if (rows.length === 0) return;
    try {
      await storage.appendEvents(rows);
      outage.worked();
      givenUp = 0;
    } catch (error) {
      outage.failed(error);
      givenUp += rows.length;
    }
  }

  const storing = repeat(() => store(false), every);
  return {
    async stop() {
      await storing.stop();
      // Those of the present minute too: nobody comes back for them.
      await store(true);
    },
  };
}
