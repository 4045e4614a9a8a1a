import type { DatabaseSync } from "node:sqlite";
import { StorageError } from "../contract.ts";
import { type FaultCells, type FaultKind, faultActed, faultNow, racesLostBy } from "../faults.ts";
import { diskFull, likeSqlite, resultCode, toStorageError } from "./errors.ts";
import type { Reserve } from "./reserve.ts";

/** The one connection, and the boundary of every transaction on it. */
export interface Connection {
  readonly db: DatabaseSync;
  /** Runs a read; errors come out as the closed union. */
  read<T>(run: () => T): T;
  /**
   * Runs `run` in one transaction that is durable when this returns and leaves nothing when it throws. With
   * `urgent` the space kept back is given up where there is no other.
   */
  write<T>(urgent: boolean, run: () => T): T;
  /** As `write`, and durable when the next of the others is: it waits for no disk. */
  writeBehind<T>(run: () => T): T;
  /** A commit calls it when half of it is written: the place where a fault may strike. */
  midway(): void;
  /** Whether this transaction is to lose its race: a fault, see `lose-race`. `name` tells commits apart. */
  losesRace(name: string): boolean;
}

const secondsBetweenTries = 1;

export function connect(db: DatabaseSync, reserve: Reserve, faults: FaultCells | undefined): Connection {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const rollback = db.prepare("ROLLBACK");
  let spaceKept = reserve.held();
  let lastTry = Number.NEGATIVE_INFINITY;

  /** Whether ordinary writes are let through: the space is kept back, or could be again. */
  function roomy(): boolean {
    if (spaceKept) return true;
    const now = performance.now();
    if (now - lastTry < secondsBetweenTries * 1000 || faultNow(faults) === "full-disk") return false;
    lastTry = now;
    spaceKept = reserve.make();
    return spaceKept;
  }

  function attempt<T>(run: () => T): T {
    const fault = faultNow(faults);
    let committing = false;
    try {
      if (fault === "read-only") db.exec("PRAGMA query_only = ON");
      begin.run();
      const result = run();
      if (fault === "full-disk" && spaceKept) overflow(db);
      committing = true;
      if (fault === "failing-fsync") throw likeSqlite(1034, "disk I/O error: fsync");
      commit.run();
      if (fault === "forget-outcome") throw likeSqlite(10, "disk I/O error: no answer");
      return result;
    } catch (error) {
      if (db.isTransaction) rollback.run();
      throw toStorageError(error, committing);
    } finally {
      if (fault === "read-only") db.exec("PRAGMA query_only = OFF");
      if (actsOnEveryWrite.has(fault)) faultActed(faults);
    }
  }

  function write<T>(urgent: boolean, run: () => T): T {
    unlessUnreachable(faults);
    if (!urgent && !roomy()) {
      throw new StorageError(
        "away",
        "the disk is full: only the operator's changes are accepted until it has space",
      );
    }
    try {
      return attempt(run);
    } catch (error) {
      const full = error instanceof StorageError && resultCode(error.cause) === diskFull;
      if (!full || !urgent || !spaceKept || reserve.bytes === 0) throw error;
      reserve.giveUp();
      spaceKept = false;
      return attempt(run);
    }
  }

  return {
    db,
    read(run) {
      unlessUnreachable(faults);
      try {
        return run();
      } catch (error) {
        throw toStorageError(error, false);
      }
    },
    write,
    writeBehind(run) {
      // In WAL a transaction without a sync becomes durable with the next one that has it, and never out of order.
      db.exec("PRAGMA synchronous = NORMAL");
      try {
        return write(false, run);
      } finally {
        db.exec("PRAGMA synchronous = FULL");
      }
    },
    midway() {
      if (faultNow(faults) !== "fail-midway") return;
      faultActed(faults);
      throw likeSqlite(10, "disk I/O error: midway");
    },
    losesRace: racesLostBy(faults),
  };
}

const actsOnEveryWrite: ReadonlySet<FaultKind> = new Set<FaultKind>([
  "full-disk",
  "read-only",
  "failing-fsync",
  "forget-outcome",
]);

function unlessUnreachable(faults: FaultCells | undefined): void {
  if (faultNow(faults) !== "unreachable") return;
  faultActed(faults);
  throw new StorageError("away", "the database does not answer");
}

/** Asks for more pages than the database may have, so that SQLite itself finds no space. */
function overflow(db: DatabaseSync): never {
  const number = (name: string) => Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
  const bytes = (number("freelist_count") + 2) * number("page_size");
  db.exec(`PRAGMA max_page_count = ${number("page_count")}`);
  try {
    db.exec(
      `INSERT INTO once (realm, kind, id, expires, body) VALUES ('', '', '', 0, hex(zeroblob(${bytes})))`,
    );
  } finally {
    db.exec("PRAGMA max_page_count = 4294967294");
  }
  throw new Error("a database at its page limit took a row that does not fit");
}
