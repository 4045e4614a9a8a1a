import { Client } from "pg";
import type { TestDatabase } from "../../packages/storage/test/postgres/test-database.ts";
import type { Scope } from "./scope.ts";

/**
 * The floor of changes: one connection, one row a commit, one commit after another, by the client that the driver uses.
 * Gives a function that measures the milliseconds of one.
 */
export async function bareCommit(scope: Scope, database: TestDatabase): Promise<() => Promise<number>> {
  const client = scope.keep(new Client({ connectionString: database.url }), (each) => each.end());
  await client.connect();
  await client.query(
    "CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)",
  );
  const insert = { name: "insert", text: "INSERT INTO bare (body) VALUES ($1)", values: ["x".repeat(300)] };
  return async () => {
    const began = performance.now();
    await client.query(insert);
    return performance.now() - began;
  };
}

/** Counts such commits a second. */
export async function barePostgresCommits(
  scope: Scope,
  database: TestDatabase,
): Promise<(milliseconds: number) => Promise<number>> {
  const commit = await bareCommit(scope, database);
  return async (milliseconds) => {
    const began = performance.now();
    let count = 0;
    for (; performance.now() < began + milliseconds; count += 1) await commit();
    return (count * 1000) / (performance.now() - began);
  };
}
