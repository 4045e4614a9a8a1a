import { type Look, type LookedAt, type ServerSettings, settingNames } from "../look.ts";
import type { Connection, Statement } from "./connection.ts";
import { usualDeadlines } from "./deadlines.ts";
import { leastConnections, openLanes } from "./lanes.ts";
import { formatOf, tablesFormat } from "./migrations.ts";
import { atPlace, placeOf } from "./place.ts";
import { storageOver } from "./storage.ts";
import type { PostgresTarget } from "./target.ts";

/** Looks at a database that nodes share, beside them, and makes and changes nothing. Rejects with an `OpenError`. */
export async function lookAtPostgres<T>(
  target: PostgresTarget,
  look: (storage: LookedAt) => Promise<T>,
): Promise<Look<T>> {
  const place = placeOf(target);
  let format = 0;
  let settings: ServerSettings | undefined;
  await atPlace(place, usualDeadlines, async (connection) => {
    format = await formatOf(connection);
    settings = await settingsOf(connection);
  });
  if (format === 0) return { found: "nothing" };
  if (format < tablesFormat) return { found: "older-format", format };
  const lanes = openLanes(place, undefined, leastConnections, usualDeadlines);
  const storage = storageOver(lanes, usualDeadlines, undefined);
  try {
    return { found: "read", value: await look({ ...storage, settings }) };
  } finally {
    await storage.close();
  }
}

/** What a session would have if it asked for nothing else: ours do ask for some. */
const read: Statement = {
  name: "settings",
  text: "SELECT name, reset_val FROM pg_settings WHERE name = ANY($1)",
};

async function settingsOf(connection: Connection): Promise<ServerSettings> {
  const rows = await connection.query(read, [settingNames]);
  return Object.fromEntries(rows.map(({ name, reset_val }) => [name, reset_val])) as ServerSettings;
}
