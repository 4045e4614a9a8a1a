import { escapeIdentifier } from "pg";
import type { Connection } from "./connection.ts";
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
  const tables: [string, Grant][] = Object.entries(grants);
  return [
    `REVOKE ALL ON ALL TABLES IN SCHEMA portcullis FROM ${role}`,
    `REVOKE ALL ON SCHEMA portcullis FROM ${role}`,
    `GRANT USAGE ON SCHEMA portcullis TO ${role}`,
    ...tables
      .filter(([, grant]) => grant[part] !== undefined)
      .map(([table, grant]) => `GRANT ${grant[part]} ON portcullis.${table} TO ${role}`),
  ];
}

/** All of them in one transaction, so that a server that runs meanwhile never lacks what it has. */
export async function grantRoles(connection: Connection, roles: PostgresRoles): Promise<void> {
  await connection.run(`BEGIN; ${grantsOf(roles)} COMMIT`);
}
