import { type Deployment, type RealmId, StorageError } from "../contract.ts";
import type { DumpCounts, DumpPart, DumpTable, DumpTables } from "../dump.ts";
import { writeCommit } from "./commits.ts";
import type { Statement } from "./connection.ts";
import { addKeys, makeDeployment, readDeployment } from "./deployment.ts";
import { kept } from "./kept-text.ts";
import type { Session } from "./session.ts";

/** Where a dump's rows are kept; each event has one position, its block may be shared. */
const tableOf = {
  key: "key",
  realm: "realm",
  entity: "entity",
  event: "event_position",
  once: "once",
  locator: "locator",
  usage: "usage",
} as const satisfies Record<Exclude<DumpTable, "deployment">, string>;

const all = [...Object.values(tableOf), "event_block", "event_value", "change"];

/** Takes away what a fill left that did not end. Inside a transaction, as all of this. */
export async function beginFill(session: Session): Promise<void> {
  if ((await readDeployment(session)) !== undefined) {
    throw new StorageError("lost-race", "the database holds a deployment already");
  }
  for (const table of all) {
    await session.decide({ name: `empty-${table}`, text: `DELETE FROM ${table}` });
  }
}

export async function fillPart(session: Session, part: DumpPart): Promise<void> {
  switch (part.table) {
    case "deployment":
      throw new TypeError("the deployment is kept last");
    case "key":
      return addKeys(session, part.rows);
    case "event":
      return writeCommit(session, { writes: [], relied: [], events: part.rows, once: [] });
    case "realm":
      return insert(session, addRealms, part.rows, (row) => [row.realm, row.revision, row.changeId]);
    case "entity":
      return insert(session, addEntities, part.rows, (row) => [...keyOf(row), row.v, row.body]);
    case "once":
      return insert(session, addOnce, part.rows, (row) => [...keyOf(row), row.expires, row.body]);
    case "locator":
      return insert(session, addLocators, part.rows, (row) => [row.kind, row.value, row.realm]);
    case "usage":
      return insert(session, addUsage, part.rows, (row) => [...keyOf(row), row.time, row.body]);
  }
}

/** Makes all of it count. Somebody else may have filled it too, or a dump have given a row twice: then none does. */
export async function endFill(session: Session, deployment: Deployment, counts: DumpCounts): Promise<void> {
  for (const [name, table] of Object.entries(tableOf) as [keyof typeof tableOf, string][]) {
    const [row] = await session.ask({ name: `count-${table}`, text: `SELECT count(*) AS n FROM ${table}` });
    if (row?.n !== counts[name]) {
      throw new StorageError("lost-race", `${counts[name]} rows of ${name} became ${row?.n}`);
    }
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
const addUsage: Statement = {
  name: "fill-usage",
  text: `INSERT INTO usage (realm, kind, id, time, body)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])`,
};

interface Keyed {
  readonly realm: RealmId;
  readonly kind: string;
  readonly id: string;
}

function keyOf({ realm, kind, id }: Keyed): readonly string[] {
  return [realm, kind, id];
}

/** Inserts rows by one statement that takes a list a column. */
async function insert<T extends DumpTables[DumpTable]>(
  session: Session,
  statement: Statement,
  rows: readonly T[],
  cellsOf: (row: T) => readonly (string | number)[],
): Promise<void> {
  const columns: (string | number)[][] = [];
  for (const row of rows) {
    for (const [at, cell] of cellsOf(row).entries()) {
      const column = columns[at] ?? [];
      columns[at] = column;
      column.push(typeof cell === "string" ? kept(cell) : cell);
    }
  }
  if (rows.length > 0) await session.decide(statement, columns);
}
