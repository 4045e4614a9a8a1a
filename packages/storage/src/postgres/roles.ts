import { escapeIdentifier } from "pg";
import { OpenError } from "../open-error.ts";
import type { Connection, Statement } from "./connection.ts";
import { type Grant, grants } from "./grants.table.ts";

/** Roles that are there already and own nothing of the database. */
export interface PostgresRoles {
  /** Whom the servers are: may do all that they need, and of events no more than write and read them. */
  readonly running: string;
  /** May delete events, and nothing else. */
  readonly retention?: string;
}

/** The statements that give each role what the table says, and take from it whatever else it had. */
export function grantsOf({ running, retention }: PostgresRoles): string {
  const statements = roleGrants(running, "running");
  if (retention !== undefined) statements.push(...roleGrants(retention, "retention"));
  return statements.map((statement) => `${statement};\n`).join("");
}

function roleGrants(name: string, part: keyof Grant): string[] {
  const role = escapeIdentifier(name);
  return [
    `REVOKE ALL ON ALL TABLES IN SCHEMA portcullis FROM ${role}`,
    `REVOKE ALL ON SCHEMA portcullis FROM ${role}`,
    `GRANT USAGE ON SCHEMA portcullis TO ${role}`,
    ...tables
      .filter(([, grant]) => grant[part] !== undefined)
      .map(([table, grant]) => `GRANT ${grant[part]} ON portcullis.${table} TO ${role}`),
  ];
}

const tables: readonly (readonly [string, Grant])[] = Object.entries(grants);

/**
 * All of them in one transaction, so that a server that runs meanwhile never lacks what it has. Throws an `OpenError`,
 * and leaves everything as it was, where a role would then have less or more than the table says.
 */
export async function grantRoles(connection: Connection, roles: PostgresRoles): Promise<void> {
  await connection.run(`BEGIN; ${grantsOf(roles)}`);
  await verify(connection, roles.running, "running");
  if (roles.retention !== undefined) await verify(connection, roles.retention, "retention");
  await connection.run("COMMIT");
}

/** What a role may do counts, and not what was granted: it may be a member of others, and everybody may have rights. */
async function verify(connection: Connection, role: string, part: keyof Grant): Promise<void> {
  const names = tables.map(([table]) => table);
  const granted = tables.map(([, grant]) => `{${grant[part] ?? ""}}`);
  const [wrong] = await connection.query(differences, [role, names, granted]);
  if (wrong === undefined) return;
  const { privilege, thing, may } = wrong;
  throw new OpenError(
    "cannot-open",
    may === true
      ? `The role ${role} has ${privilege} on ${thing} without our grant: take it from the roles that it is a member of, and from PUBLIC.`
      : `The role ${role} could not be granted ${privilege} on ${thing}: prepare the database as the role that owns it.`,
  );
}

const differences: Statement = {
  name: "differences-of-grants",
  text: `
    SELECT privilege, thing, may FROM (
      SELECT privilege, 'the table ' || name AS thing, privilege = ANY (granted::text[]) AS should,
          has_table_privilege($1::name, 'portcullis.' || name, privilege) AS may
        FROM unnest($2::text[], $3::text[]) AS t (name, granted),
          unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
      UNION ALL
      SELECT privilege, 'the schema portcullis', privilege = 'USAGE', has_schema_privilege($1::name, 'portcullis', privilege)
        FROM unnest('{USAGE,CREATE}'::text[]) AS privilege
    ) AS each
    WHERE may <> should LIMIT 1`,
};

/**
 * Gives owners what they took from themselves, or had taken. Before anything is read: without it they may not even look
 * whether the tables are there.
 */
export async function returnToOwners(connection: Connection): Promise<void> {
  for (const { statement } of await connection.query(lost)) await connection.run(`${statement}`);
}

// The schema first, in which nothing else is found without it.
const lost: Statement = {
  name: "grants-to-owners",
  text: `
    SELECT statement FROM (
      SELECT 0 AS turn, format('GRANT ALL ON SCHEMA portcullis TO %I', pg_get_userbyid(nspowner)) AS statement
        FROM pg_namespace WHERE nspname = 'portcullis' AND pg_has_role(nspowner, 'USAGE')
      UNION ALL
      SELECT 1, format('GRANT ALL ON portcullis.%I TO %I', relname, pg_get_userbyid(relowner))
        FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
        WHERE nspname = 'portcullis' AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'USAGE')
    ) AS each
    ORDER BY turn`,
};
