import { type Chore, repeat } from "../chore.ts";
import { tellOutage } from "../operate/outage.ts";
import type { Runtime } from "../runtime.ts";

/** Milliseconds between two writes of what was noted: so late other nodes may learn of a use. */
const EVERY = 60_000;

/** Writes behind who used what last, and what is left when the server stops. */
export function keepUsage({ usage, log }: Pick<Runtime, "usage" | "log">, every: number = EVERY): Chore {
  const outage = tellOutage(log, {
    began: "Last uses cannot be written; they are kept and tried again",
    over: () => "Last uses are written again.",
    bug: "Last uses could not be written.",
  });

  async function write(): Promise<void> {
    try {
      await usage.write();
      outage.worked();
    } catch (error) {
      outage.failed(error);
    }
  }

  const writing = repeat(write, every);
  return {
    async stop() {
      await writing.stop();
      await write();
    },
  };
}
