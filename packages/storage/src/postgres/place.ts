import { OpenError } from "../open-error.ts";
import { type Connection, connectTo } from "./connection.ts";
import { startDeadline } from "./deadlines.ts";
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

/** Of a statement that only looks. What may take longer, as changing the tables may, says so itself. */
const lookLimit = 30_000;

/** Runs `work` on a connection that is closed again. Rejects with an `OpenError`. */
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
