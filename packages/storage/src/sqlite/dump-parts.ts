import type { DatabaseSync } from "node:sqlite";
import type { EventRow } from "../contract.ts";
import { type DumpPart, type DumpTables, partFilling } from "../dump.ts";
import { type Block, eventsOf } from "../event-block.ts";
import { connect } from "./connection.ts";
import { createReserve } from "./reserve.ts";
import { deploymentTables } from "./small-tables.ts";

type Plain = "realm" | "entity" | "once" | "locator" | "usage";

/** In an order of the driver's own choice; the columns are called as the rows' members are. */
const queries: Readonly<Record<Plain, string>> = {
  realm: "SELECT realm, revision, change_id AS changeId FROM realm ORDER BY realm",
  entity: "SELECT realm, kind, id, v, body FROM entity ORDER BY realm, kind, id",
  once: "SELECT realm, kind, id, expires, body FROM once ORDER BY realm, kind, id",
  locator: "SELECT kind, value, realm FROM locator ORDER BY kind, value",
  usage: "SELECT realm, kind, id, time, body FROM usage ORDER BY realm, kind, id",
};

/** Everything in a database that nobody changes, in the order of a dump; read as far as it is asked for. */
export function* partsOf(db: DatabaseSync): Generator<DumpPart, undefined> {
  const deployments = deploymentTables(connect(db, createReserve("", 0), undefined));
  const deployment = deployments.read();
  if (deployment === undefined) return;
  yield { table: "deployment", rows: [deployment] };
  yield { table: "key", rows: deployments.keys() };
  yield* cut("realm", plain(db, "realm"));
  yield* cut("entity", plain(db, "entity"));
  yield* cut("event", events(db));
  yield* cut("once", plain(db, "once"));
  yield* cut("locator", plain(db, "locator"));
  yield* cut("usage", plain(db, "usage"));
}

function plain<T extends Plain>(db: DatabaseSync, table: T): Iterable<DumpTables[T]> {
  return db.prepare(queries[table]).iterate() as Iterable<unknown> as Iterable<DumpTables[T]>;
}

function* events(db: DatabaseSync): Generator<EventRow> {
  const blocks = db.prepare("SELECT realm, columns, records FROM event_block ORDER BY block").iterate();
  for (const block of blocks as Iterable<unknown>) yield* eventsOf(block as Block);
}

function* cut<T extends DumpPart["table"]>(table: T, all: Iterable<DumpTables[T]>): Generator<DumpPart> {
  const filling = partFilling(table);
  for (const row of all) {
    const part = filling.add(row);
    if (part !== undefined) yield part;
  }
  const last = filling.rest();
  if (last !== undefined) yield last;
}
