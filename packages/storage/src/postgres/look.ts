import type { Look, LookedAt } from "../look.ts";
import { OpenError } from "../open-error.ts";
import { type Connection, connectTo } from "./connection.ts";
import { startDeadline, usualDeadlines } from "./deadlines.ts";
import { leastConnections, limitsOf, openLanes, type Place } from "./lanes.ts";
import { formatOf, tablesFormat } from "./migrations.ts";
import { storageOver } from "./storage.ts";
import { addressOf, type PostgresTarget } from "./target.ts";

/** Looks at a database that nodes share, beside them, and makes and changes nothing. Rejects with an `OpenError`. */
export async function lookAtPostgres<T>(
  target: PostgresTarget,
  look: (storage: LookedAt) => Promise<T>,
): Promise<Look<T>> {
  const address = addressOf(target);
  if ("problem" in address) throw new OpenError("cannot-open", address.problem);
  const place: Place = { target, address };
  const format = await formatAt(place);
  if (format === 0) return { found: "nothing" };
  if (format < tablesFormat) return { found: "older-format", format };
  const lanes = openLanes(place, undefined, leastConnections, usualDeadlines);
  const storage = storageOver(lanes, usualDeadlines, undefined);
  try {
    return { found: "read", value: await look(storage) };
  } finally {
    await storage.close();
  }
}

async function formatAt(place: Place): Promise<number> {
  const deadline = startDeadline(usualDeadlines.connect);
  let connection: Connection | undefined;
  try {
    connection = await connectTo({ ...place, limits: limitsOf(usualDeadlines.read) }, deadline.signal);
    return await formatOf(connection);
  } catch (error) {
    if (error instanceof OpenError) throw error;
    const { host, port, database } = place.address;
    const { message, code } = error as Error & { code?: string };
    throw new OpenError(
      "cannot-open",
      `The database ${database} at ${host}:${port} cannot be read: ${message || code}.`,
    );
  } finally {
    deadline.clear();
    await connection?.end();
  }
}
