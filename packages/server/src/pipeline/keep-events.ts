import { type EventRow, StorageError } from "@portcullis/storage";
import type { Freshness } from "../freshness/stale-node.table.ts";
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

/**
 * Keeps the events of issued credentials: on disk when this resolves. A node that is cut off from its database keeps
 * them in its journal until the database takes them. Rejects with a `StorageError` where neither takes them.
 */
export async function keepDurably(
  { spool, journal }: Pick<Runtime, "spool" | "journal">,
  rows: readonly EventRow[],
  freshness: Freshness,
): Promise<void> {
  if (journal === undefined) return spool.durable(rows);
  if (freshness !== "fresh") return journal.append(rows);
  try {
    await spool.durable(rows);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    // One that did become durable there is the same event here: it is stored once.
    await journal.append(rows);
  }
}
