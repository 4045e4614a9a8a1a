import type { Look, LookedAt } from "../look.ts";
import { usualDeadlines } from "./deadlines.ts";
import { leastConnections, openLanes } from "./lanes.ts";
import { formatOf, tablesFormat } from "./migrations.ts";
import { atPlace, placeOf } from "./prepare.ts";
import { storageOver } from "./storage.ts";
import type { PostgresTarget } from "./target.ts";

/** Looks at a database that nodes share, beside them, and makes and changes nothing. Rejects with an `OpenError`. */
export async function lookAtPostgres<T>(
  target: PostgresTarget,
  look: (storage: LookedAt) => Promise<T>,
): Promise<Look<T>> {
  const place = placeOf(target);
  let format = 0;
  await atPlace(place, usualDeadlines.connect, async (connection) => {
    format = await formatOf(connection);
  });
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
