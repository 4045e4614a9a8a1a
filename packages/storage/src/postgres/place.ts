import { StorageError } from "../contract.ts";
import { OpenError } from "../open-error.ts";
import { type Connection, connectTo } from "./connection.ts";
import { type Deadlines, startDeadline } from "./deadlines.ts";
import { limitsOf } from "./session-settings.ts";
import { type Address, addressOf, type PostgresTarget } from "./target.ts";

/** A target whose address could be read. */
export interface Place {
  readonly target: PostgresTarget;
  readonly address: Address;
}

/** Throws an `OpenError` where the address names no database. */
export function placeOf(target: PostgresTarget): Place {
  const address = addressOf(target);
  if ("problem" in address) throw new OpenError("cannot-open", address.problem);
  return { target, address };
}

/**
 * Runs `work` on a connection that is closed again. Each of its queries only looks, and has the time that loading may
 * take; what may take longer, as changing the tables may, is run otherwise and says so itself. Rejects with an
 * `OpenError`.
 */
export async function atPlace(
  place: Place,
  { connect, load }: Pick<Deadlines, "connect" | "load">,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  const deadline = startDeadline(connect);
  let connection: Connection | undefined;
  try {
    connection = await connectTo({ ...place, limits: limitsOf(load) }, deadline.signal);
    deadline.clear();
    await work(answeringWithin(load, connection));
  } catch (error) {
    throw error instanceof OpenError ? error : refusal(place, error);
  } finally {
    deadline.clear();
    await connection?.end();
  }
}

/** The same, which is dropped where it falls silent: the server's own limits end nothing on a network that is cut. */
function answeringWithin(limit: number, connection: Connection): Connection {
  return {
    ...connection,
    async query(statement, values) {
      const { signal, clear } = startDeadline(limit);
      signal.addEventListener("abort", () => connection.destroy());
      try {
        return await connection.query(statement, values);
      } catch (error) {
        throw signal.aborted ? new StorageError("away", "the database does not answer") : error;
      } finally {
        clear();
      }
    },
  };
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
