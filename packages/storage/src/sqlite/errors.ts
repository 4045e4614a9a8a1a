import { StorageError, type StorageErrorKind } from "../contract.ts";

// Primary result codes: https://www.sqlite.org/rescode.html
const outcomes: ReadonlyMap<number, readonly [StorageErrorKind, string]> = new Map([
  [5, ["try-again", "the database is busy"]],
  [6, ["try-again", "a table is locked"]],
  [7, ["away", "out of memory"]],
  [8, ["away", "the database is read-only"]],
  [10, ["away", "the disk failed"]],
  [11, ["away", "the database is damaged"]],
  [13, ["away", "the disk is full"]],
  [14, ["away", "a file cannot be opened"]],
  [15, ["away", "the locking protocol failed"]],
  [23, ["away", "access to the database was denied"]],
  [26, ["away", "the file is not a database"]],
]);

export const ioError = 10;
export const diskFull = 13;

/** The primary result code of an error that SQLite gave, else undefined. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number")
    return undefined;
  return error.errcode & 0xff;
}

/**
 * The one place where SQLite's errors become the closed union. What is not in the table (a constraint, a type,
 * a misuse) is a bug and stays as it is. An I/O error of COMMIT leaves open what a crash would bring back.
 */
export function toStorageError(error: unknown, committing: boolean): unknown {
  if (error instanceof StorageError) return error;
  const code = resultCode(error);
  const outcome = code === undefined ? undefined : outcomes.get(code);
  if (outcome === undefined) return error;
  const [kind, message] = outcome;
  return new StorageError(committing && code === ioError ? "unknown" : kind, message, { cause: error });
}

/** An error as SQLite would give it, for the faults that it cannot be brought to. */
export function likeSqlite(errcode: number, message: string): Error {
  return Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR", errcode });
}
