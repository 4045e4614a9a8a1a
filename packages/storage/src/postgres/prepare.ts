import { OpenError } from "../open-error.ts";
import type { Connection, Statement } from "./connection.ts";
import { usualDeadlines } from "./deadlines.ts";
import { migrate } from "./migrations.ts";
import { atPlace, placeOf } from "./place.ts";
import { problemOfRoles } from "./role-problems.ts";
import { grantRoles, type PostgresRoles, returnToOwners } from "./roles.ts";
import type { PostgresTarget } from "./target.ts";

/**
 * Makes the tables, or brings them to the newest format, as the role that owns them, and gives the roles of servers
 * what they need. For servers whose own role may not; may be done again, and while they run. Rejects with an
 * `OpenError`.
 */
export async function preparePostgres(target: PostgresTarget, roles?: PostgresRoles): Promise<void> {
  await atPlace(placeOf(target), usualDeadlines, async (connection) => {
    if (roles === undefined) return readyTables(connection);
    const problem = await problemOfRoles(connection, roles);
    if (problem !== undefined) throw new OpenError("cannot-open", problem);
    await returnToOwners(connection);
    await readyTables(connection);
    await grantRoles(connection, roles);
  });
}

/** Makes the tables, or brings them to the newest format, where the database can hold them. Throws an `OpenError`. */
export async function readyTables(connection: Connection): Promise<void> {
  const [row] = await connection.query(encoding);
  if (row?.encoding !== "UTF8") {
    throw new OpenError("cannot-open", `The database's encoding is ${row?.encoding}, and must be UTF8.`);
  }
  await migrate(connection);
}

const encoding: Statement = {
  name: "encoding",
  text: "SELECT current_setting('server_encoding') AS encoding",
};
