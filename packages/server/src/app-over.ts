import { StorageError } from "@portcullis/storage";
import { runRetention } from "./audit/retention.ts";
import { readinessOf } from "./freshness/readiness-of.ts";
import { emptyJournal, keepRefusals } from "./maintenance.ts";
import { handle } from "./pipeline.ts";
import type { App } from "./process.ts";
import type { Runtime } from "./runtime.ts";

export interface RunningApp extends Pick<App, "aws" | "ready" | "drain"> {
  /** Ends the chores of the present runtime, lets `replace` put another in its place, and begins that one's. */
  readonly restart: (replace: () => Promise<void>) => Promise<void>;
}

/** The application's handlers and chores over a runtime; `runtime` gives the present one. */
export function appOver(runtime: () => Runtime): RunningApp {
  let chores = begin(runtime());
  runtime().metrics.observe({
    spoolEvents: (spool) => (spool === "realm" ? runtime().spool.size().events : runtime().refusals.size()),
    realmsInMemory: () => runtime().realms.size().realms,
    realmBytes: () => runtime().realms.size().bytes,
    stateAge: () => runtime().follower.age() / 1000,
    clockDifference: () => runtime().follower.clockDifference() / 1000,
  });
  return {
    aws: (request, response) => handle(runtime(), request, response),
    ready() {
      const { follower, realms } = runtime();
      if (realms.installationRealm.cell.isBroken()) {
        return { ready: false, reasons: ["This version cannot read what the installation became."] };
      }
      return readinessOf(follower);
    },
    async restart(replace) {
      await end();
      await replace();
      chores = begin(runtime());
    },
    drain: end,
  };

  async function end(): Promise<void> {
    await runtime().follower.stop();
    await chores.stop();
    await storeWhatWaits(runtime());
  }
}

/** What the database does not take waits in the journal, where there is one. */
async function storeWhatWaits({ spool, journal }: Runtime): Promise<void> {
  try {
    await spool.close();
  } catch (error) {
    if (journal === undefined || !(error instanceof StorageError)) throw error;
    await journal.append(spool.waiting());
  }
}

function begin(runtime: Runtime): { stop(): Promise<void> } {
  const chores = [keepRefusals(runtime), runRetention(runtime.storage, runtime.log), emptyJournal(runtime)];
  return {
    async stop() {
      for (const chore of chores) await chore.stop();
    },
  };
}
