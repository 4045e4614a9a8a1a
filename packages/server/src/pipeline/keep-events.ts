import type { EventRow } from "@portcullis/storage";
import type { Runtime } from "../runtime.ts";
import type { StepResult } from "./exchange.ts";

/** Events of calls that change nothing wait in the spool. Where it is full, the call is refused, not left unrecorded. */
export function keepEvents(runtime: Runtime, rows: readonly EventRow[]): StepResult {
  for (const row of rows) {
    if (!runtime.spool.offer(row)) {
      runtime.metrics.spoolFull("realm");
      return {
        code: "ServiceUnavailable",
        message: "The audit trail takes no more events at the moment.",
      };
    }
  }
  return undefined;
}
