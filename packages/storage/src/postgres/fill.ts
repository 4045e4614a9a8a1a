import { type Deployment, StorageError } from "../contract.ts";
import type { DumpCounts, DumpPart } from "../dump.ts";
import { checkFilled, filledTables, keptIn } from "../fill.ts";
import { bigints, integers, keptTexts } from "./arrays.ts";
import { claimColumns, keyColumns } from "./commit-rows.ts";
import { writeCommit } from "./commits.ts";
import type { Statement } from "./connection.ts";
import { addKeys, makeDeployment, readDeployment } from "./deployment.ts";
import { emptyRealms, endMaking, holdMaking, takeMaking } from "./making.ts";
import type { Session } from "./session.ts";
import { limitsOf } from "./session-settings.ts";
import { mergeUsage } from "./small-tables.ts";

/** What only the role that deletes events may empty. */
const ofEvents = ["event_position", "event_value", "event_block"] as const;
const others = ["key", "entity", "change", "once", "locator", "usage"] as const;

/**
 * How long emptying or counting every table may take, in milliseconds. It grows with what a deployment holds, nobody
 * waits for it but whoever restores, and a restore that were given up at its last step would have to begin anew.
 */
export const wholeTablesLimit = 3_600_000;

/** Until the transaction ends: whole tables are read, for which no index is the way, and for as long as it takes. */
async function readWholeTables(session: Session): Promise<void> {
  const { statement, idleInTransaction } = limitsOf(wholeTablesLimit);
  await session.ask(wholeTables, [`${statement}`, `${idleInTransaction}`]);
}

const wholeTables: Statement = {
  name: "whole-tables",
  text: `SELECT set_config('enable_seqscan', 'on', true), set_config('statement_timeout', $1, true),
    set_config('idle_in_transaction_session_timeout', $2, true)`,
};

/**
 * Begins a fill: takes away what one left that did not end, the events by the role that may delete them. It all runs in
 * one transaction, and the events are deleted while that holds the making: else a deployment that is made meanwhile lost
 * what it has.
 */
export async function beginFill(
  session: Session,
  maker: string,
  asRetention: (run: (session: Session) => Promise<void>) => Promise<void>,
): Promise<void> {
  await readWholeTables(session);
  await takeMaking(session, maker);
  if ((await readDeployment(session)) !== undefined) {
    throw new StorageError("lost-race", "the database holds a deployment already");
  }
  await asRetention(emptyEvents);
  await emptyRealms(session);
  for (const table of others) await empty(session, table);
}

async function emptyEvents(session: Session): Promise<void> {
  await readWholeTables(session);
  for (const table of ofEvents) await empty(session, table);
}

async function empty(session: Session, table: string): Promise<void> {
  await session.decide({ name: `empty-${table}`, text: `DELETE FROM ${table}` });
}

export async function fillPart(session: Session, maker: string, part: DumpPart): Promise<void> {
  await holdMaking(session, maker);
  return addPart(session, part);
}

async function addPart(session: Session, part: DumpPart): Promise<void> {
  switch (part.table) {
    case "deployment":
      throw new TypeError("the deployment is kept last");
    case "key":
      return addKeys(session, part.rows);
    case "event":
      return writeCommit(session, { writes: [], relied: [], events: part.rows, once: [] });
    case "realm":
      await session.decide(addRealms, [
        keptTexts(part.rows, ({ realm }) => realm),
        bigints(part.rows.map(({ revision }) => revision)),
        keptTexts(part.rows, ({ changeId }) => changeId),
      ]);
      return;
    case "entity":
      await session.decide(addEntities, [
        ...keyColumns(part.rows),
        integers(part.rows.map(({ v }) => v)),
        keptTexts(part.rows, ({ body }) => body),
      ]);
      return;
    case "once":
      await session.decide(addOnce, claimColumns(part.rows));
      return;
    case "locator":
      await session.decide(addLocators, [
        keptTexts(part.rows, ({ kind }) => kind),
        keptTexts(part.rows, ({ value }) => value),
        keptTexts(part.rows, ({ realm }) => realm),
      ]);
      return;
    case "usage":
      return mergeUsage(session, part.rows);
  }
}

/** Makes all of it count. Somebody else may have filled it too, or a dump have given a row twice: then none does. */
export async function endFill(
  session: Session,
  maker: string,
  deployment: Deployment,
  counts: DumpCounts,
): Promise<void> {
  await readWholeTables(session);
  await endMaking(session, maker);
  for (const name of filledTables) {
    const table = keptIn[name];
    const [row] = await session.ask({ name: `count-${table}`, text: `SELECT count(*) AS n FROM ${table}` });
    checkFilled(name, Number(row?.n), counts);
  }
  await makeDeployment(session, deployment);
}

const addRealms: Statement = {
  name: "fill-realm",
  text: `INSERT INTO realm (realm, revision, change_id)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])`,
};
const addEntities: Statement = {
  name: "fill-entity",
  text: `INSERT INTO entity (realm, kind, id, v, body)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[])`,
};
const addOnce: Statement = {
  name: "fill-once",
  text: `INSERT INTO once (realm, kind, id, expires, body)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])`,
};
const addLocators: Statement = {
  name: "fill-locator",
  text: `INSERT INTO locator (kind, value, realm) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])`,
};
