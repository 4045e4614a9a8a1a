import { lstatSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { FileProblem } from "./private-files.ts";

export interface Lock {
  release(): void;
}

/** A database that nothing refers to is closed by the garbage collector, and with it the lock would end. */
const held = new Set<DatabaseSync>();

/**
 * Takes the data directory for this process. The lock is the operating system's, through SQLite's locking of an
 * empty database: it ends with the process however that ends, so no stale lock is ever left behind, and it does not
 * go by process ids, which containers share.
 *
 * INVARIANT: nothing else in this process opens the file: closing any descriptor of it would drop the lock (POSIX).
 */
export function takeLock(path: string): Lock | FileProblem {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec("PRAGMA journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    const busy = error instanceof Error && "errcode" in error && error.errcode === 5;
    return {
      problem: busy
        ? `Another Portcullis is running on this data directory (${path} is locked).`
        : `${path} cannot be locked (${error instanceof Error ? error.message : "unknown error"}).`,
    };
  }
  const taken = database;
  held.add(taken);
  return {
    release() {
      if (held.delete(taken)) taken.close();
    },
  };
}

/**
 * Which lock this is among all of the machine; undefined: this user sees none there. While a server holds it, nothing
 * else can be the same file, whatever becomes of its name. Looks at the name alone, because of the invariant above.
 */
export function lockId(path: string): string | undefined {
  try {
    const { dev, ino } = lstatSync(path, { bigint: true });
    return `${dev}-${ino}`;
  } catch {
    return undefined;
  }
}
