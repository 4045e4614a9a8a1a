import { setTimeout as wait } from "node:timers/promises";
import { OpenError } from "../open-error.ts";
import type { Connection, Statement } from "./connection.ts";
import { sqlState } from "./errors.ts";

/**
 * Bytes up to which a block of events stands in its row as it is: the few events of a commit, which waits for it. Larger
 * ones, of many reads at once, are compressed. The most that PostgreSQL takes.
 */
const wholeRow = 8160;

/**
 * The tables, as a list of steps that are never edited once released. The format of a database is the number of steps
 * that it went through. Texts are ordered by their bytes, whatever the database's locale; a key begins with the realm
 * where there is one, and nothing is counted up, so that an engine that spreads rows by their keys may do so.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE deployment (
    one integer PRIMARY KEY CHECK (one = 1),
    id text NOT NULL, incarnation text NOT NULL, partition text NOT NULL, key_check bytea NOT NULL
  );
  CREATE TABLE key (
    number bigint PRIMARY KEY,
    purpose text NOT NULL, wrapped bytea NOT NULL, created bigint NOT NULL, active boolean NOT NULL,
    retired bigint
  );
  CREATE TABLE realm (
    realm text COLLATE "C" PRIMARY KEY, revision bigint NOT NULL, change_id text NOT NULL
  ) WITH (fillfactor = 50);
  CREATE TABLE entity (
    realm text COLLATE "C", kind text COLLATE "C", id text COLLATE "C", v integer NOT NULL, body text NOT NULL,
    PRIMARY KEY (realm, kind, id)
  );
  CREATE TABLE change (
    realm text COLLATE "C", revision bigint, change_id text NOT NULL, time bigint NOT NULL, body text NOT NULL,
    PRIMARY KEY (realm, revision)
  );
  CREATE INDEX change_time ON change (time);
  CREATE TABLE event_block (
    realm text COLLATE "C", block uuid, oldest bigint NOT NULL, newest bigint NOT NULL,
    columns text NOT NULL, records text NOT NULL,
    PRIMARY KEY (realm, block)
  ) WITH (toast_tuple_target = ${wholeRow});
  CREATE INDEX event_block_age ON event_block (oldest);
  CREATE INDEX event_block_time ON event_block (realm, newest, block);
  CREATE TABLE event_position (
    realm text COLLATE "C", writer text COLLATE "C", sequence bigint, id text NOT NULL,
    PRIMARY KEY (realm, writer, sequence)
  );
  CREATE TABLE event_value (
    realm text COLLATE "C", value bigint, newest bigint, block uuid,
    PRIMARY KEY (realm, value, newest, block)
  );
  CREATE TABLE once (
    realm text COLLATE "C", kind text COLLATE "C", id text COLLATE "C", expires bigint NOT NULL, body text NOT NULL,
    PRIMARY KEY (realm, kind, id)
  );
  CREATE INDEX once_expires ON once (expires);
  CREATE TABLE locator (
    kind text COLLATE "C", value text COLLATE "C", realm text NOT NULL,
    PRIMARY KEY (kind, value)
  );
  CREATE TABLE usage (
    realm text COLLATE "C", kind text COLLATE "C", id text COLLATE "C", time bigint NOT NULL, body text NOT NULL,
    PRIMARY KEY (realm, kind, id)
  );
  `,
];

/** The newest format that this version reads and writes. */
export const tablesFormat = steps.length;

/**
 * Brings the tables to the newest format, each step in a transaction of its own. Nodes that start together wait for
 * each other; one that finds nothing to do changes nothing, so its role need not be allowed to. Throws an `OpenError`
 * for a newer format or a database that is not ours.
 */
export async function migrate(connection: Connection): Promise<void> {
  if ((await formatOf(connection)) === tablesFormat) return;
  const deadline = performance.now() + patience;
  // Held until the connection ends. Before any transaction, which would else go on with what it knew of the tables.
  while (!(await isOurTurn(connection))) {
    if ((await formatOf(connection)) === tablesFormat) return;
    await pause(
      deadline,
      "Another node has not been done with changing the tables for too long: see what it waits for.",
    );
  }
  for (let format = await formatOf(connection); format < tablesFormat; format += 1) {
    while (!(await stepDone(connection, format))) {
      await pause(
        deadline,
        "The tables cannot be changed while others hold locks on them: end what does, and start again.",
      );
    }
  }
}

/** How long other nodes, and calls under way, are waited for, in milliseconds. */
const patience = 10 * 60_000;

async function pause(deadline: number, problem: string): Promise<void> {
  if (performance.now() > deadline) throw new OpenError("cannot-open", problem);
  await wait(200);
}

/** Asked again and again: to wait in the database would be one statement, and one may not take that long. */
async function isOurTurn(connection: Connection): Promise<boolean> {
  const [row] = await connection.query(turn);
  return row?.ours === true;
}

/** Whether a step was made, in a transaction of its own; not, where a lock was not to be had in time. */
async function stepDone(connection: Connection, format: number): Promise<boolean> {
  await connection.run(`BEGIN; ${stepLimits}`);
  try {
    await step(connection, format);
    await connection.run("COMMIT");
    return true;
  } catch (error) {
    if (!connection.lost()) await connection.run("ROLLBACK");
    if (sqlState(error) === lockNotAvailable) return false;
    throw error;
  }
}

/**
 * It takes as long as there is to change. But while it queues for a lock, the commits of nodes that run queue behind it:
 * it gives up before they do.
 */
const stepLimits = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 500";

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const lockNotAvailable = "55P03";

/** "portcull" as a number, so that hardly anybody else who takes such locks takes this one. */
const lock = 0x706f727463756c6cn;
const turn: Statement = { name: "turn", text: `SELECT pg_try_advisory_lock(${lock}) AS ours` };

async function step(connection: Connection, format: number): Promise<void> {
  if (format === 0) {
    await unlessForeign(connection);
    await connection.run(`
      CREATE SCHEMA portcullis;
      CREATE TABLE format (one integer PRIMARY KEY CHECK (one = 1), format integer NOT NULL);
      INSERT INTO format VALUES (1, 0);
    `);
  }
  await connection.run(`${steps[format]} UPDATE format SET format = ${format + 1}`);
}

const present: Statement = {
  name: "has-format",
  text: "SELECT to_regclass('portcullis.format') IS NOT NULL AS present",
};
const format: Statement = { name: "format", text: "SELECT format FROM portcullis.format" };

/** The format of the tables; 0: nothing of ours is there. Throws an `OpenError` for a newer one. */
export async function formatOf(connection: Connection): Promise<number> {
  const [there] = await connection.query(present);
  if (there?.present !== true) return 0;
  const [row] = await connection.query(format);
  const found = Number(row?.format);
  if (found <= tablesFormat) return found;
  throw new OpenError(
    "newer-format",
    `The database has format ${found} and this version reads up to ${tablesFormat}: start the version that wrote it, or a newer one.`,
  );
}

// What belongs to an extension comes with many a fresh database.
const foreign: Statement = {
  name: "foreign-tables",
  text: `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    LIMIT 1`,
};

async function unlessForeign(connection: Connection): Promise<void> {
  const [other] = await connection.query(foreign);
  if (other === undefined) return;
  throw new OpenError(
    "not-ours",
    `The database holds tables of another program (${other.name}): give this one a database of its own.`,
  );
}
