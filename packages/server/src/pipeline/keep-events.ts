import { setTimeout as wait } from "node:timers/promises";
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
  // One that becomes durable there after all is the same event here: it is stored once.
  const stored = await Promise.race([
    spool.durable(rows).then(() => true, isStorageError),
    wait(PATIENCE, false),
  ]);
  if (!stored) await journal.append(rows);
}

/** Milliseconds that an answer waits for a database that reads and does not commit. */
const PATIENCE = 1500;

/** false for a failure of the storage; all else is a bug and thrown on. */
function isStorageError(error: unknown): false {
  if (error instanceof StorageError) return false;
  throw error;
}
