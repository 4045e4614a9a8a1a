import { type Stats, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Look, LookedAt } from "../look.ts";
import { connect } from "./connection.ts";
import { refusal } from "./database.ts";
import { eventTables } from "./events.ts";
import { formatOf, tablesFormat } from "./migrations.ts";
import { createReserve } from "./reserve.ts";
import { verbsOver } from "./verbs.ts";

/**
 * Reads the embedded database of a server that does not run, without a lock and without making a file, which SQLite
 * would do even for a reader (https://www.sqlite.org/wal.html#read_only_databases). Rejects with an `OpenError`.
 *
 * INVARIANT: an immutable database is read as the file stands, so what was read counts only where nothing waits
 * beside it, and nothing was written meanwhile (https://www.sqlite.org/uri.html#uriimmutable).
 */
export async function lookAtSqlite<T>(
  path: string,
  look: (storage: LookedAt) => Promise<T>,
): Promise<Look<T>> {
  const before = stateOf(path);
  if (before === undefined || before.size === 0) return { found: "nothing" };
  if (before.waiting > 0) return { found: "unmerged" };
  let db: DatabaseSync | undefined;
  try {
    const address = pathToFileURL(path);
    address.searchParams.set("immutable", "1");
    db = new DatabaseSync(address, { readOnly: true, enableForeignKeyConstraints: false, defensive: true });
    const format = formatOf(db);
    if (format < tablesFormat) return { found: "older-format", format };
    const value = await look(lookedAt(db));
    return sameState(before, stateOf(path)) ? { found: "read", value } : { found: "unmerged" };
  } catch (error) {
    if (!sameState(before, stateOf(path))) return { found: "unmerged" };
    throw refusal(path, error);
  } finally {
    db?.close();
  }
}

function lookedAt(db: DatabaseSync): LookedAt {
  const connection = connect(db, createReserve("", 0), undefined);
  const { begun, deployment, keys, formats, confirm } = verbsOver(connection, eventTables(connection));
  return {
    begun: async () => begun(),
    deployment: async () => deployment(),
    keys: async () => keys(),
    formats: async () => formats(),
    confirm: async (realms) => confirm(realms),
    settings: undefined,
  };
}

interface FileState extends Pick<Stats, "dev" | "ino" | "size" | "mtimeMs" | "ctimeMs"> {
  /** Bytes of commits that are not in the file. */
  readonly waiting: number;
}

/** By looking at names alone: no descriptor of the file is opened but SQLite's. */
function stateOf(path: string): FileState | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  const waiting = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return stats && { ...stats, waiting };
}

function sameState(a: FileState, b: FileState | undefined): boolean {
  const fields = ["dev", "ino", "size", "mtimeMs", "ctimeMs", "waiting"] as const;
  return b !== undefined && fields.every((field) => a[field] === b[field]);
}
