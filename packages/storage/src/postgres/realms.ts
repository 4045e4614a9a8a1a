import { writeOf } from "../change-body.ts";
import {
  type Confirmation,
  type EntityRow,
  type HeldFormat,
  type RealmId,
  type RealmImage,
  type RealmWrite,
  StorageError,
} from "../contract.ts";
import { tailBounds } from "../tail-bounds.table.ts";
import { keptTexts } from "./arrays.ts";
import type { Statement } from "./connection.ts";
import { kept, text } from "./kept-text.ts";
import type { Session } from "./session.ts";

const exists: Statement = { name: "realm-exists", text: "SELECT 1 FROM realm WHERE realm = $1" };

export async function realmExists(session: Session, realm: RealmId): Promise<boolean> {
  return (await session.ask(exists, [kept(realm)])).length > 0;
}

// One statement is one snapshot: the entities are those of this very revision. The row without a kind is the realm's.
const load: Statement = {
  name: "load-realm",
  text: `SELECT NULL AS kind, change_id AS id, NULL::integer AS v, NULL AS body, revision FROM realm WHERE realm = $1
    UNION ALL (SELECT kind, id, v, body, NULL FROM entity WHERE realm = $1 ORDER BY kind, id)`,
};

export async function loadRealm(session: Session, realm: RealmId): Promise<RealmImage | undefined> {
  const rows = await session.ask(load, [kept(realm)]);
  const head = rows.find(({ kind }) => kind === null);
  if (head === undefined) return undefined;
  const entities: EntityRow[] = [];
  for (const { kind, id, v, body } of rows) {
    if (kind !== null) entities.push({ kind: text(kind), id: text(id), v: v as number, body: text(body) });
  }
  return { realm, revision: head.revision as number, changeId: text(head.id), entities };
}

const newestFormats: Statement = {
  name: "formats",
  text: "SELECT kind, max(v) AS v FROM entity GROUP BY kind",
};

export async function formats(session: Session): Promise<HeldFormat[]> {
  const rows = await session.ask(newestFormats);
  return rows.map(({ kind, v }) => ({ kind: text(kind), v: v as number }));
}

const entity: Statement = {
  name: "read-entity",
  text: "SELECT v, body FROM entity WHERE realm = $1 AND kind = $2 AND id = $3",
};

export async function readEntity(
  session: Session,
  realm: RealmId,
  kind: string,
  id: string,
): Promise<EntityRow | undefined> {
  const [row] = await session.ask(entity, [kept(realm), kept(kind), kept(id)]);
  return row === undefined ? undefined : { kind, id, v: row.v as number, body: text(row.body) };
}

const confirmation: Statement = {
  name: "confirm",
  text: `SELECT NULL AS realm, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS number,
      (SELECT incarnation FROM deployment) AS id,
      pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS standby
    UNION ALL SELECT realm, revision, change_id, NULL FROM realm WHERE realm = ANY ($1::text[])`,
};

export async function confirm(session: Session, realms: readonly RealmId[]): Promise<Confirmation> {
  const rows = await session.ask(confirmation, [keptTexts(realms, (realm) => realm)]);
  const head = rows.find(({ realm }) => realm === null);
  // A primary may have become a standby, or be told to take no commits, while the connection stayed.
  if (head?.standby !== false) throw new StorageError("away", "the database takes no commits");
  const revisions = rows
    .filter((row) => row !== head)
    .map(({ realm, number, id }) => ({
      realm: text(realm),
      revision: number as number,
      changeId: text(id),
    }));
  return { incarnation: text(head.id ?? ""), clock: head.number as number, revisions };
}

// A body that is kept beside its row tells its size without being read.
const changes: Statement = {
  name: "changes",
  text: `WITH tail AS MATERIALIZED (
      SELECT revision, change_id, body FROM change WHERE realm = $1 AND revision >= $2 ORDER BY revision LIMIT $3 + 1
    )
    SELECT * FROM tail
      WHERE (SELECT count(*) <= $3 AND sum(octet_length(body)) <= $4 FROM tail) ORDER BY revision`,
};

export async function changesFrom(session: Session, realm: RealmId, from: number): Promise<RealmWrite[]> {
  const rows = await session.ask(changes, [kept(realm), from, tailBounds.changes, tailBounds.bytes]);
  return rows.map(({ revision, change_id, body }) =>
    writeOf(realm, revision as number, text(change_id), text(body)),
  );
}

const purge: Statement = {
  name: "purge-changes",
  text: `WITH old AS MATERIALIZED (
      SELECT realm, revision FROM change WHERE time < $1 ORDER BY time LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    DELETE FROM change c USING old WHERE c.realm = old.realm AND c.revision = old.revision RETURNING 1`,
};

export async function purgeChanges(session: Session, before: number, limit: number): Promise<number> {
  return (await session.decide(purge, [before, limit])).length;
}
