import type { Storage } from "../contract.ts";
import type { Faults } from "../faults.ts";
import { OpenError } from "../open-error.ts";
import { type Connection, connectTo, type Statement } from "./connection.ts";
import { type Deadlines, startDeadline, usualDeadlines } from "./deadlines.ts";
import { leastConnections, limitsOf, openLanes, type Place, usualConnections } from "./lanes.ts";
import { migrate } from "./migrations.ts";
import { storageOver } from "./storage.ts";
import { addressOf, type PostgresTarget } from "./target.ts";

export interface PostgresOptions extends PostgresTarget {
  /** The same database as another role, which may delete events; without it the first one does. */
  readonly retention?: PostgresTarget;
  /** At most so many; default 10, at least 8. The retention role has one more. */
  readonly connections?: number;
  readonly deadlines?: Partial<Deadlines>;
  /** For tests. */
  readonly faults?: Faults;
}

/**
 * Opens a database that many nodes may share, and makes its tables where there are none. Rejects with an `OpenError`
 * whose message is one sentence for the operator.
 */
export async function openPostgres(options: PostgresOptions): Promise<Storage> {
  const { retention, connections = usualConnections, faults } = options;
  const deadlines = { ...usualDeadlines, ...options.deadlines };
  const running = placeOf(options);
  const cleaner = retention === undefined ? undefined : placeOf(retention);
  if (!Number.isInteger(connections) || connections < leastConnections) {
    throw new OpenError("cannot-open", `The database needs at least ${leastConnections} connections.`);
  }
  await prepare(running, deadlines);
  return storageOver(openLanes(running, cleaner, connections, deadlines), deadlines, faults?.cells);
}

function placeOf(target: PostgresTarget): Place {
  const address = addressOf(target);
  if ("problem" in address) throw new OpenError("cannot-open", address.problem);
  return { target, address };
}

/** Looks at the database and brings its tables to the newest format, on a connection that is closed again. */
async function prepare(place: Place, { connect, load }: Deadlines): Promise<void> {
  const deadline = startDeadline(connect);
  let connection: Connection | undefined;
  try {
    connection = await connectTo({ ...place, limits: limitsOf(load) }, deadline.signal);
    await checkEncoding(connection);
    await migrate(connection);
  } catch (error) {
    throw error instanceof OpenError ? error : refusal(place, error);
  } finally {
    deadline.clear();
    await connection?.end();
  }
}

const encoding: Statement = {
  name: "encoding",
  text: "SELECT current_setting('server_encoding') AS encoding",
};

async function checkEncoding(connection: Connection): Promise<void> {
  const [row] = await connection.query(encoding);
  if (row?.encoding === "UTF8") return;
  throw new OpenError("cannot-open", `The database's encoding is ${row?.encoding}, and must be UTF8.`);
}

function refusal({ address: { host, port, database } }: Place, error: unknown): OpenError {
  const { message, code } = error as Error & { code?: string };
  return new OpenError(
    "cannot-open",
    `The database ${database} at ${host}:${port} cannot be opened: ${message || code}.`,
    { cause: new Error(message || code) },
  );
}
