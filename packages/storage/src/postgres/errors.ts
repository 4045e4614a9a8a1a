import { DatabaseError } from "pg";
import { StorageError, type StorageErrorKind } from "../contract.ts";

/** What an error code of PostgreSQL means here: https://www.postgresql.org/docs/current/errcodes-appendix.html */
interface Meaning {
  readonly kind: StorageErrorKind;
  readonly message: string;
  /** The connection is of no more use, although the database is there. */
  readonly ends?: true;
  /** It may come after the transaction became durable: the outcome of a deciding statement is open. */
  readonly open?: true;
}

const away = (message: string): Meaning => ({ kind: "away", message });
const tryAgain = (message: string): Meaning => ({ kind: "try-again", message });
const gone = (message: string): Meaning => ({ kind: "away", message, open: true });

/** By code, else by class, which is its first two characters. */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ["08", gone("the connection to the database failed")],
  // After a change of the tables a prepared statement may no longer fit.
  ["0A000", { ...tryAgain("the database's tables have changed"), ends: true }],
  ["26000", { ...tryAgain("the database forgot a prepared statement"), ends: true }],
  ["25006", away("the database is read-only")],
  ["25P03", { ...tryAgain("a transaction was idle for too long"), ends: true }],
  ["25P04", { ...tryAgain("a transaction took too long"), ends: true }],
  ["28", away("the database refuses the role or its password")],
  ["3D000", away("there is no such database")],
  ["3F000", away("the database lacks the schema")],
  ["40", tryAgain("the database chose another transaction")],
  ["42P01", away("the database lacks a table")],
  ["42501", away("the role may not do this")],
  ["53", away("the database is out of some resource")],
  ["53100", away("the database's disk is full")],
  ["53200", away("the database is out of memory")],
  ["53300", tryAgain("the database has too many connections")],
  ["55P03", tryAgain("a lock was held for too long")],
  ["57", gone("the database ended the connection")],
  ["57014", tryAgain("the database took too long")],
  ["57P03", gone("the database is starting or stopping")],
  ["58", gone("the database's system failed")],
  ["F0", gone("the database is misconfigured")],
  ["XX", gone("the database failed")],
  ["XX001", gone("the database is damaged")],
  ["XX002", gone("the database is damaged")],
]);

/** The code of an error that PostgreSQL sent, else undefined. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

function meaningOf(code: string): Meaning | undefined {
  return meanings.get(code) ?? meanings.get(code.slice(0, 2));
}

/** Whether a connection is lost with this error: all that the server did not send itself, and some that it did. */
export function endsConnection(error: unknown): boolean {
  const code = sqlState(error);
  return code === undefined || meaningOf(code)?.ends === true;
}

/**
 * The one place where errors of a query become the closed union. What is not in the table (a constraint, a type, a
 * misuse) is a bug; of all of them only code and message go on, because the details hold values of rows.
 * `deciding`: the statement makes something durable, so when its answer is lost the outcome is open.
 */
export function toStorageError(error: unknown, deciding: boolean): Error {
  if (error instanceof StorageError) return error;
  const cause = plain(error);
  const code = sqlState(error);
  if (code === undefined) {
    return new StorageError(deciding ? "unknown" : "away", "the connection to the database was lost", {
      cause,
    });
  }
  const meaning = meaningOf(code);
  if (meaning === undefined) return cause;
  const { kind, message, open } = meaning;
  return new StorageError(deciding && open === true ? "unknown" : kind, message, { cause });
}

/** A connection was not made; whatever it is that the server says, it is no bug of ours. */
export function unreachable(error: unknown): StorageError {
  if (sqlState(error) !== undefined) {
    const known = toStorageError(error, false);
    if (known instanceof StorageError) return known;
  }
  if (error instanceof StorageError) return error;
  return new StorageError("away", "the database cannot be reached", { cause: plain(error) });
}

function plain(error: unknown): Error {
  const { message, code } = error as Error & { code?: string };
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}
