import type { Connection, Statement } from "./connection.ts";
import type { PostgresRoles } from "./roles.ts";

/**
 * Why roles cannot be those of servers, as one sentence for the operator; undefined: nothing speaks against it. Asks
 * catalogs only, so that it may be asked before anything is there.
 */
export async function problemOfRoles(
  connection: Connection,
  { running, retention }: PostgresRoles,
): Promise<string | undefined> {
  if (running === retention) {
    return `The running role and the retention role are both ${running}: whoever writes events must not delete them.`;
  }
  for (const role of [running, retention]) {
    const problem = role === undefined ? undefined : await problemOfRole(connection, role);
    if (problem !== undefined) return problem;
  }
  if (retention === undefined) return undefined;
  const [row] = await connection.query(memberships, [running, retention]);
  return row?.related === true
    ? `One of the roles ${running} and ${retention} is a member of the other, and would have its rights.`
    : undefined;
}

async function problemOfRole(connection: Connection, role: string): Promise<string | undefined> {
  const [known] = await connection.query(attributes, [role]);
  if (known === undefined) return `The role ${role} does not exist: create it first.`;
  if (known.super === true)
    return `The role ${role} is a superuser, and no grant binds it: name another one.`;
  const [owned] = await connection.query(ownership, [role]);
  if (owned === undefined) return undefined;
  const { owner, thing } = owned;
  return owner === role
    ? `The role ${role} owns ${thing}, and may do everything with it: name one that owns nothing.`
    : `The role ${role} is a member of ${owner}, which owns ${thing}: name one that is not.`;
}

const attributes: Statement = {
  name: "role-attributes",
  text: "SELECT rolsuper AS super FROM pg_roles WHERE rolname = $1::name",
};

const memberships: Statement = {
  name: "role-memberships",
  text: "SELECT pg_has_role($1::name, $2::name, 'MEMBER') OR pg_has_role($2::name, $1::name, 'MEMBER') AS related",
};

// Whoever prepares will own what is not there yet. A member that does not inherit may still take the owner's place.
const ownership: Statement = {
  name: "role-ownership",
  text: `
    SELECT pg_get_userbyid(owner) AS owner, thing FROM (
      SELECT datdba AS owner, 'the database' AS thing FROM pg_database WHERE datname = current_database()
      UNION ALL SELECT nspowner, 'the schema portcullis' FROM pg_namespace WHERE nspname = 'portcullis'
      UNION ALL SELECT relowner, 'the table ' || relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE nspname = 'portcullis' AND relkind IN ('r', 'p')
      UNION ALL SELECT oid, 'the tables that it makes' FROM pg_roles WHERE rolname = current_user
    ) AS owned
    WHERE pg_has_role($1::name, owner, 'MEMBER')
    ORDER BY pg_get_userbyid(owner) <> $1::name LIMIT 1`,
};
