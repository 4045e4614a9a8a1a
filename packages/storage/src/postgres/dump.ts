import type { EventRow } from "../contract.ts";
import { type DumpPart, type DumpTables, partFilling } from "../dump.ts";
import { eventsOf } from "../event-block.ts";
import type { Connection, Row, Statement } from "./connection.ts";
import { readDeployment, readKeys } from "./deployment.ts";
import { text } from "./kept-text.ts";
import { sessionOver } from "./session.ts";

/** Rows that are fetched in one go. */
const inOneFetch = 256;

/**
 * Everything, as one transaction sees it (REPEATABLE READ sees what was committed when it began), while commits go on.
 * The connection is its own, and closed at the end.
 */
export async function* dump(connection: Connection): AsyncGenerator<DumpPart, undefined> {
  try {
    await connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const session = sessionOver(connection);
    const deployment = await readDeployment(session);
    if (deployment === undefined) return;
    yield { table: "deployment", rows: [deployment] };
    yield { table: "key", rows: await readKeys(session) };
    for (const each of tables) yield* partsOf(connection, each);
  } finally {
    await connection.end();
  }
}

type Cursored = Exclude<keyof DumpTables, "deployment" | "key">;
type RowsOf = (row: Row) => readonly DumpTables[Cursored][];

const tables: readonly (readonly [Cursored, string, RowsOf])[] = [
  [
    "realm",
    "SELECT realm, revision, change_id FROM realm",
    (row) => [{ realm: text(row.realm), revision: row.revision as number, changeId: text(row.change_id) }],
  ],
  [
    "entity",
    "SELECT realm, kind, id, v, body FROM entity",
    (row) => [{ ...keyOf(row), v: row.v as number, body: text(row.body) }],
  ],
  ["event", "SELECT realm, columns, records FROM event_block", (row) => eventsIn(row)],
  [
    "once",
    "SELECT realm, kind, id, expires, body FROM once",
    (row) => [{ ...keyOf(row), expires: row.expires as number, body: text(row.body) }],
  ],
  [
    "locator",
    "SELECT kind, value, realm FROM locator",
    (row) => [{ kind: text(row.kind), value: text(row.value), realm: text(row.realm) }],
  ],
  [
    "usage",
    "SELECT realm, kind, id, time, body FROM usage",
    (row) => [{ ...keyOf(row), time: row.time as number, body: text(row.body) }],
  ],
];

function keyOf({ realm, kind, id }: Row) {
  return { realm: text(realm), kind: text(kind), id: text(id) };
}

function eventsIn({ realm, columns, records }: Row): readonly EventRow[] {
  return eventsOf({ realm: text(realm), columns: text(columns), records: text(records) });
}

async function* partsOf(
  connection: Connection,
  [table, query, rowsOf]: (typeof tables)[number],
): AsyncGenerator<DumpPart> {
  const filling = partFilling(table);
  await connection.run(`DECLARE dumped NO SCROLL CURSOR FOR ${query}`);
  for (;;) {
    const fetched = await connection.query(fetchNext);
    for (const row of fetched.flatMap(rowsOf)) {
      const part = filling.add(row);
      if (part !== undefined) yield part;
    }
    if (fetched.length < inOneFetch) break;
  }
  await connection.run("CLOSE dumped");
  const last = filling.rest();
  if (last !== undefined) yield last;
}

// Without a name it is not kept as prepared: the cursor is another one each time.
const fetchNext: Statement = { name: "", text: `FETCH ${inOneFetch} FROM dumped` };
