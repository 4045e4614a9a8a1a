import { OpenError } from "../open-error.ts";
import { type Connection, connectTo, type Statement } from "./connection.ts";
import { startDeadline, usualDeadlines } from "./deadlines.ts";
import { limitsOf, type Place } from "./lanes.ts";
import { migrate } from "./migrations.ts";
import { problemOfRoles } from "./role-problems.ts";
import { grantRoles, type PostgresRoles, returnToOwners } from "./roles.ts";
import { addressOf, type PostgresTarget } from "./target.ts";

/**
 * Makes the tables, or brings them to the newest format, as the role that owns them, and gives the roles of servers
 * what they need. For servers whose own role may not; may be done again, and while they run. Rejects with an
 * `OpenError`.
 */
export async function preparePostgres(target: PostgresTarget, roles?: PostgresRoles): Promise<void> {
  await atPlace(placeOf(target), usualDeadlines.connect, async (connection) => {
    if (roles === undefined) return readyTables(connection);
    const problem = await problemOfRoles(connection, roles);
    if (problem !== undefined) throw new OpenError("cannot-open", problem);
    await returnToOwners(connection);
    await readyTables(connection);
    await grantRoles(connection, roles);
  });
}

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

export function placeOf(target: PostgresTarget): Place {
  const address = addressOf(target);
  if ("problem" in address) throw new OpenError("cannot-open", address.problem);
  return { target, address };
}

/** Of a statement that only looks. What may take longer, as changing the tables may, says so itself. */
const lookLimit = 30_000;

/** Runs `work` on a connection that is closed again. */
export async function atPlace(
  place: Place,
  connectLimit: number,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  const deadline = startDeadline(connectLimit);
  let connection: Connection | undefined;
  try {
    connection = await connectTo({ ...place, limits: limitsOf(lookLimit) }, deadline.signal);
    deadline.clear();
    await work(connection);
  } catch (error) {
    throw error instanceof OpenError ? error : refusal(place, error);
  } finally {
    deadline.clear();
    await connection?.end();
  }
}

/** Of errors that are not ours only their message goes on: details of one may hold values of rows. */
function refusal({ address: { host, port, database } }: Place, error: unknown): OpenError {
  const { message, code } = error as Error & { readonly code?: string };
  const reason = message === "" ? code : message;
  const help = code === "42501" ? ": run portcullis prepare as the role that owns its tables" : "";
  const place = host.startsWith("/") ? host : `${host}:${port}`;
  return new OpenError(
    "cannot-open",
    `The database ${database} at ${place} cannot be opened: ${reason}${help}.`,
  );
}
