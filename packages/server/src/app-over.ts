import { runRetention } from "./audit/retention.ts";
import { keepKeys } from "./keys/keep-keys.ts";
import { type Chore, keepRefusals } from "./maintenance.ts";
import { handle } from "./pipeline.ts";
import type { App, AppContext } from "./process.ts";
import type { Runtime } from "./runtime.ts";

export interface RunningApp extends Pick<App, "aws" | "ready" | "drain"> {
  /** Ends the chores of the present runtime, lets `replace` put another in its place, and begins that one's. */
  readonly restart: (replace: () => Promise<void>) => Promise<void>;
}

/** The application's handlers and chores over a runtime; `runtime` gives the present one. */
export function appOver(runtime: () => Runtime, { keysEvery }: Pick<AppContext, "keysEvery">): RunningApp {
  let chores = begin(runtime(), keysEvery);
  runtime().metrics.observe({
    spoolEvents: (spool) => (spool === "realm" ? runtime().spool.size().events : runtime().refusals.size()),
    realmsInMemory: () => runtime().realms.size().realms,
    realmBytes: () => runtime().realms.size().bytes,
  });
  return {
    aws: (request, response) => handle(runtime(), request, response),
    ready() {
      const problem = runtime().keys.problem();
      return problem === undefined ? { ready: true } : { ready: false, reasons: [problem] };
    },
    async restart(replace) {
      await chores.stop();
      await runtime().spool.close();
      await replace();
      chores = begin(runtime(), keysEvery);
    },
    async drain() {
      await chores.stop();
      await runtime().spool.close();
    },
  };
}

function begin(runtime: Runtime, keysEvery: number | undefined): Chore {
  const keys = keepKeys(runtime, keysEvery);
  const refusals = keepRefusals(runtime);
  const retention = runRetention(runtime.storage, runtime.log);
  return {
    async stop() {
      await keys.stop();
      await retention.stop();
      await refusals.stop();
    },
  };
}
