import type { DatabaseSync } from "node:sqlite";
import { OpenError } from "../open-error.ts";

/**
 * The tables, as a list of steps that are never edited once released. The format of a file is the number of
 * steps that it went through; `change` is a tail for other readers, `entity` is the truth.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE deployment (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL, incarnation TEXT NOT NULL, partition TEXT NOT NULL, key_check BLOB NOT NULL
  ) STRICT;
  CREATE TABLE key (
    number INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL, wrapped BLOB NOT NULL, created INTEGER NOT NULL, active INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE realm (
    realm TEXT PRIMARY KEY, revision INTEGER NOT NULL, change_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entity (
    realm TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, v INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (realm, kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE change (
    realm TEXT NOT NULL, revision INTEGER NOT NULL, change_id TEXT NOT NULL, time INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (realm, revision)
  ) STRICT;
  CREATE INDEX change_time ON change (time);
  CREATE TABLE event_block (
    block INTEGER PRIMARY KEY AUTOINCREMENT,
    realm TEXT NOT NULL, oldest INTEGER NOT NULL, newest INTEGER NOT NULL,
    columns TEXT NOT NULL, records TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_block_age ON event_block (oldest);
  CREATE INDEX event_block_time ON event_block (realm, newest, oldest);
  CREATE TABLE event_position (
    realm TEXT NOT NULL, writer TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (realm, writer, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE event_value (
    realm TEXT NOT NULL, part TEXT NOT NULL, value TEXT NOT NULL,
    newest INTEGER NOT NULL, oldest INTEGER NOT NULL, block INTEGER NOT NULL,
    PRIMARY KEY (realm, part, value, newest, oldest, block)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE event_indexed (block INTEGER NOT NULL) STRICT;
  INSERT INTO event_indexed VALUES (0);
  CREATE TABLE once (
    realm TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, expires INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (realm, kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX once_expires ON once (expires);
  CREATE TABLE locator (
    kind TEXT NOT NULL, value TEXT NOT NULL, realm TEXT NOT NULL,
    PRIMARY KEY (kind, value)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE usage (
    realm TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, time INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (realm, kind, id)
  ) STRICT, WITHOUT ROWID;
  `,
  "ALTER TABLE key ADD COLUMN retired INTEGER;",
  // What stood in the old index is indexed anew while the server runs.
  `
  DROP TABLE event_value;
  DROP TABLE event_indexed;
  CREATE TABLE event_run (
    last INTEGER PRIMARY KEY,
    first INTEGER NOT NULL, merged INTEGER NOT NULL, oldest INTEGER NOT NULL, newest INTEGER NOT NULL,
    blocks BLOB NOT NULL
  ) STRICT;
  CREATE TABLE event_value (
    run INTEGER NOT NULL, shard INTEGER NOT NULL, entries BLOB NOT NULL,
    PRIMARY KEY (run, shard)
  ) STRICT, WITHOUT ROWID;
  `,
];

/** The newest format that this version reads and writes. */
export const tablesFormat = steps.length;

/** "PCLS": tells a database of ours from anybody else's. */
const applicationId = 0x50434c53;

/** The format of the tables. Throws an `OpenError` for a newer format or a database that is not ours. */
export function formatOf(db: DatabaseSync): number {
  const format = pragma(db, "user_version");
  const owner = pragma(db, "application_id");
  if (owner !== applicationId && (format !== 0 || pragma(db, "schema_version") !== 0)) {
    throw new OpenError("not-ours", "The file is a database of another program.");
  }
  if (format > tablesFormat) {
    throw new OpenError(
      "newer-format",
      `The database has format ${format} and this version reads up to ${tablesFormat}: start the version that wrote it, or a newer one.`,
    );
  }
  return format;
}

/** Brings the tables to the newest format, each step in a transaction of its own. Throws as `formatOf` does. */
export function migrate(db: DatabaseSync): void {
  const format = formatOf(db);
  for (const [done, step] of steps.entries()) {
    if (done < format) continue;
    db.exec(
      `BEGIN IMMEDIATE; ${step} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${done + 1}; COMMIT`,
    );
  }
}

function pragma(db: DatabaseSync, name: "user_version" | "application_id" | "schema_version"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
