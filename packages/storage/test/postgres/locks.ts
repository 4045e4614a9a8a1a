import assert from "node:assert/strict";
import { eventually } from "./eventually.ts";
import type { TestDatabase } from "./test-database.ts";

/** Until so many sessions of the database wait for locks. */
export async function waitingForLocks(database: TestDatabase, sessions: number): Promise<void> {
  await eventually(() =>
    database.asSuperuser(async (client) => {
      const { rowCount } = await client.query(
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      assert.equal(rowCount, sessions);
    }),
  );
}

/** Nobody changes the table, and with the stronger mode nobody reads it, until what this gives is called. */
export async function lockTable(
  database: TestDatabase,
  table: string,
  mode: "SHARE" | "ACCESS EXCLUSIVE" = "SHARE",
): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const locking = database.asSuperuser(async (client) => {
    await client.query(`BEGIN; LOCK TABLE portcullis.${table} IN ${mode} MODE`);
    held.resolve();
    await released.promise;
    await client.query("COMMIT");
  });
  await Promise.race([held.promise, locking]);
  return () => {
    released.resolve();
    return locking;
  };
}
