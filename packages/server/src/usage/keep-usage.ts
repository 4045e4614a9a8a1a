import { type Chore, repeat } from "../chore.ts";
import { type Outage, tellOutage } from "../operate/outage.ts";
import type { Runtime } from "../runtime.ts";

/** Milliseconds between two writes of what was noted: so late other nodes may learn of a use. */
const EVERY = 60_000;

/** Writes behind who used what last, and what is left when the server stops. */
export function keepUsage({ usage, log }: Pick<Runtime, "usage" | "log">, every: number = EVERY): Chore {
  const words = { over: () => "Last uses are written again.", bug: "Last uses could not be written." };
  const outage = tellOutage(log, {
    ...words,
    began: "Last uses cannot be written; they are kept and tried again",
  });
  // Nobody tries again then, and they are no audit trail: no journal keeps them.
  const lastOutage = tellOutage(log, {
    ...words,
    began: "Last uses that were not written yet cannot be, and are lost",
  });

  async function write({ failed }: Pick<Outage, "failed">): Promise<void> {
    try {
      await usage.write();
      outage.worked();
    } catch (error) {
      failed(error);
    }
  }

  const writing = repeat(() => write(outage), every);
  return {
    async stop() {
      await writing.stop();
      await write(lastOutage);
    },
  };
}
