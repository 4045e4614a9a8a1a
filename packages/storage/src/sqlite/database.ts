import { DatabaseSync } from "node:sqlite";
import { OpenError } from "../open-error.ts";
import { type Connection, connect } from "./connection.ts";
import { removeLeftCopy } from "./dump.ts";
import { resultCode } from "./errors.ts";
import { prepareFiles } from "./files.ts";
import { migrate } from "./migrations.ts";
import type { WorkerOptions } from "./protocol.ts";
import { createReserve } from "./reserve.ts";

/**
 * Opens the database for this process alone, at the newest format. WAL with synchronous=FULL syncs on every
 * commit (https://www.sqlite.org/pragma.html#pragma_synchronous); with the exclusive locking mode a second
 * process finds it locked (https://www.sqlite.org/pragma.html#pragma_locking_mode). Throws an `OpenError`.
 */
export function openDatabase({ path, reserveBytes, faults }: WorkerOptions): Connection {
  if (path === undefined) return connect(openFile(":memory:"), createReserve("", 0), faults);
  const reserve = createReserve(`${path}-reserve`, reserveBytes);
  prepareFiles(path, [`${path}-wal`, `${path}-reserve`]);
  const db = openFile(path);
  // A process that was killed during a dump left its copy. Now that the database is ours, nobody reads it.
  removeLeftCopy(path);
  reserve.make();
  return connect(db, reserve, faults);
}

function openFile(path: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: false, defensive: true });
    db.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = ON;
      PRAGMA trusted_schema = OFF;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -16000;
      BEGIN EXCLUSIVE; COMMIT;
    `);
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    throw refusal(path, error);
  }
}

const busy = 5;
const notADatabase = 26;

/** What an error of opening means to the operator. */
export function refusal(path: string, error: unknown): OpenError {
  if (error instanceof OpenError) return error;
  switch (resultCode(error)) {
    case busy:
      return new OpenError(
        "in-use",
        `The database ${path} is in use by another process: stop that one first.`,
      );
    case notADatabase:
      return new OpenError("not-ours", `The file ${path} is not a database of this program.`);
    default:
      return new OpenError(
        "cannot-open",
        `The database ${path} cannot be opened: ${(error as Error).message}.`,
        {
          cause: error,
        },
      );
  }
}
