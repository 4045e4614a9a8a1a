import { runRetention } from "./audit/retention.ts";
import { keepRefusals } from "./maintenance.ts";
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
  });
  return {
    aws: (request, response) => handle(runtime(), request, response),
    ready: () => ({ ready: true }),
    async restart(replace) {
      await chores.stop();
      await runtime().spool.close();
      await replace();
      chores = begin(runtime());
    },
    async drain() {
      await chores.stop();
      await runtime().spool.close();
    },
  };
}

function begin(runtime: Runtime): { stop(): Promise<void> } {
  const refusals = keepRefusals(runtime);
  const retention = runRetention(runtime.storage, runtime.log);
  return {
    async stop() {
      await retention.stop();
      await refusals.stop();
    },
  };
}
