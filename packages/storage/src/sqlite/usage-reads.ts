import { setImmediate as turn } from "node:timers/promises";
import { StorageError, type UsageRow } from "../contract.ts";
import type { Connection } from "./connection.ts";
import type { Verbs } from "./protocol.ts";
import { rowsOfGo, type UsageTable } from "./small-tables.ts";

/**
 * Reads of last uses, bit by bit: an account may have tens of thousands, and a change waits for a few milliseconds of them
 * at most. What is written meanwhile may or may not be found. Rejects with a `StorageError`.
 */
export function usageReads({ db, read }: Connection, usage: UsageTable): Verbs["readUsage"] {
  return async (realm, which) => {
    const rows: UsageRow[] = [];
    for (;;) {
      if (!db.isOpen) throw new StorageError("away", "the storage is closed");
      const page = read(() => usage.page(realm, which, rows.at(-1)));
      for (const row of page) rows.push(row);
      if (page.length < rowsOfGo) return rows;
      await turn();
    }
  };
}
