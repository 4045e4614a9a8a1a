import type { Statement } from "./connection.ts";
import { usualDeadlines } from "./deadlines.ts";
import { type Grant, grants } from "./grants.table.ts";
import { atPlace, placeOf } from "./place.ts";
import type { PostgresTarget } from "./target.ts";

export interface EventDeletion {
  /** Who asked. */
  readonly role: string;
  /** Whether it may delete events; undefined: there are no tables yet. */
  readonly may: boolean | undefined;
}

/** Whether the role of a target may delete events. Changes nothing. Rejects with an `OpenError` where it cannot log in. */
export async function lookAtDeletion(target: PostgresTarget): Promise<EventDeletion> {
  let found: EventDeletion = { role: "", may: undefined };
  await atPlace(placeOf(target), usualDeadlines, async (connection) => {
    const [row] = await connection.query(rights, [
      needed.map(([table]) => table),
      needed.map(([, one]) => one),
    ]);
    found = { role: String(row?.role), may: row?.there === true ? row.may === true : undefined };
  });
  return found;
}

/** What is granted to whoever deletes, of the tables in which it does: each privilege with its table. */
const needed: readonly (readonly [string, string])[] = Object.entries<Grant>(grants)
  .map(([table, { retention = "" }]) => [table, retention.split(", ")] as const)
  .filter(([, privileges]) => privileges.includes("DELETE"))
  .flatMap(([table, privileges]) => privileges.map((one) => [table, one] as const));

// By catalogs, in which also a role that may not enter the schema finds the tables.
const rights: Statement = {
  name: "rights-to-delete",
  text: `
    SELECT current_user::text AS role, count(*) = count(c.oid) AS there,
        bool_and(has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(c.oid, privilege)) AS may
      FROM unnest($1::text[], $2::text[]) AS needed (name, privilege)
      LEFT JOIN pg_class c ON relname = name AND relkind IN ('r', 'p')
        AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'portcullis')`,
};
