import { StorageError } from "@portcullis/storage";
import { keepRefusals } from "./audit/keep-refusals.ts";
import { runRetention } from "./audit/retention.ts";
import type { Chore } from "./chore.ts";
import { readinessOf } from "./freshness/readiness-of.ts";
import { keepOutboundKeys } from "./issuers/keep-outbound-keys.ts";
import { emptyJournal } from "./journal/empty-journal.ts";
import { keepKeys } from "./keys/keep-keys.ts";
import { handle } from "./pipeline.ts";
import type { App, AppContext } from "./process.ts";
import type { Runtime } from "./runtime.ts";
import { keepUsage } from "./usage/keep-usage.ts";
import { sweepUsage } from "./usage/sweep-usage.ts";

export interface RunningApp extends Pick<App, "aws" | "ready" | "deployment"> {
  /** Ends what the present runtime does by itself and stores what waits. Rejects where that fails; may be repeated. */
  readonly end: () => Promise<void>;
  /** Begins what the present runtime does by itself, after another one ended. */
  readonly begin: () => void;
}

/** The application's handlers and chores over a runtime; `runtime` gives the present one. */
export function appOver(runtime: () => Runtime, { keysEvery }: Pick<AppContext, "keysEvery">): RunningApp {
  let chores = begin(runtime(), keysEvery);
  runtime().metrics.observe({
    spoolEvents: (spool) => (spool === "realm" ? runtime().spool.size().events : runtime().refusals.size()),
    realmsInMemory: () => runtime().realms.size().realms,
    realmBytes: () => runtime().realms.size().bytes,
    stateAge: () => runtime().follower.age() / 1000,
    clockDifference: () => runtime().follower.clockDifference() / 1000,
    freshness: () => runtime().follower.freshness(),
    ...(runtime().journal === undefined ? {} : { journalBytes: () => runtime().journal?.size() ?? 0 }),
  });
  return {
    aws: (request, response) => handle(runtime(), request, response),
    ready: () => readinessOf(runtime()),
    deployment: () => runtime().ring.deploymentId,
    async end() {
      await runtime().follower.stop();
      await chores.stop();
      await storeWhatWaits(runtime());
      runtime().passwords.close();
    },
    begin() {
      chores = begin(runtime(), keysEvery);
    },
  };
}

/** What the database does not take waits in the journal, where there is one. */
async function storeWhatWaits({ spool, journal }: Runtime): Promise<void> {
  try {
    await spool.close();
  } catch (error) {
    if (journal === undefined || !(error instanceof StorageError)) throw error;
    await journal.keep(spool.waiting());
  }
}

function begin(runtime: Runtime, keysEvery: number | undefined): Chore {
  const chores = [
    keepKeys(runtime, keysEvery),
    keepRefusals(runtime),
    runRetention(runtime.storage, runtime.log),
    emptyJournal(runtime),
    keepUsage(runtime),
    sweepUsage(runtime),
    keepOutboundKeys(runtime),
  ];
  return {
    async stop() {
      for (const chore of chores) await chore.stop();
    },
  };
}
