import { changeBody, lastOfEach, writeOf } from "../change-body.ts";
import {
  type Commit,
  type EntityRow,
  type HeldFormat,
  type RealmId,
  type RealmRevision,
  type RealmWrite,
  StorageError,
} from "../contract.ts";
import { tailBounds } from "../tail-bounds.table.ts";
import type { Connection } from "./connection.ts";
import type { PackedImage } from "./protocol.ts";

/** What the tables `realm`, `entity` and `change` take and give. All of it runs inside the caller's transaction. */
export interface Realms {
  exists(realm: RealmId): boolean;
  load(realm: RealmId): PackedImage | undefined;
  entity(realm: RealmId, kind: string, id: string): EntityRow | undefined;
  formats(): HeldFormat[];
  revisions(realms: readonly RealmId[]): RealmRevision[];
  /** Checks what the commit relied on and writes its realms, in id order. Throws lost-race. */
  write(writes: Commit["writes"], relied: Commit["relied"], now: number): void;
  hasChange(write: RealmWrite): boolean;
  changesFrom(realm: RealmId, revision: number): RealmWrite[];
  purgeChanges(before: number, limit: number): number;
}

export function realmTables({ db, midway }: Connection): Realms {
  const one = db.prepare("SELECT revision, change_id AS changeId FROM realm WHERE realm = ?");
  const make = db.prepare(
    "INSERT INTO realm (realm, revision, change_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const advance = db.prepare(
    "UPDATE realm SET revision = ?, change_id = ? WHERE realm = ? AND revision = ? AND change_id = coalesce(?, change_id)",
  );
  const entities = db.prepare("SELECT kind, id, v, body FROM entity WHERE realm = ?");
  entities.setReturnArrays(true);
  const entity = db.prepare("SELECT v, body FROM entity WHERE realm = ? AND kind = ? AND id = ?");
  const formats = db.prepare("SELECT kind, max(v) AS v FROM entity GROUP BY kind");
  const put = db.prepare(
    "INSERT INTO entity (realm, kind, id, v, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET v = excluded.v, body = excluded.body",
  );
  const remove = db.prepare("DELETE FROM entity WHERE realm = ? AND kind = ? AND id = ?");
  const addChange = db.prepare(
    "INSERT INTO change (realm, revision, change_id, time, body) VALUES (?, ?, ?, ?, ?)",
  );
  const change = db.prepare("SELECT 1 FROM change WHERE realm = ? AND revision = ? AND change_id = ?");
  const changes = db.prepare(
    "SELECT revision, change_id AS changeId, body FROM change WHERE realm = ? AND revision >= ? ORDER BY revision",
  );
  const sizes = db.prepare(
    `SELECT count(*) AS changes, sum(octet_length(body)) AS bytes FROM (
      SELECT body FROM change WHERE realm = ? AND revision >= ? LIMIT ${tailBounds.changes + 1}
    )`,
  );
  const purge = db.prepare(
    "DELETE FROM change WHERE rowid IN (SELECT rowid FROM change WHERE time < ? ORDER BY time LIMIT ?)",
  );

  function writeRealm(writes: readonly RealmWrite[], now: number): void {
    const first = writes[0]!;
    const last = writes.at(-1)!;
    const { realm } = first;
    const moved =
      first.expected === 0
        ? make.run(realm, last.revision, last.changeId)
        : advance.run(last.revision, last.changeId, realm, first.expected, first.expectedChangeId ?? null);
    if (moved.changes !== 1) throw new StorageError("lost-race", `the realm ${realm} has moved`);
    for (const { kind, id, row } of lastOfEach(writes)) {
      if (row === undefined) remove.run(realm, kind, id);
      else put.run(realm, kind, id, row.v, row.body);
    }
    midway();
    for (const write of writes) {
      addChange.run(realm, write.revision, write.changeId, now, changeBody(write));
    }
  }

  return {
    exists: (realm) => one.get(realm) !== undefined,
    load(realm) {
      const head = one.get(realm);
      if (head === undefined) return undefined;
      const rows = entities.all(realm) as unknown as (string | number)[][];
      return { revision: Number(head.revision), changeId: String(head.changeId), entities: rows.flat() };
    },
    entity(realm, kind, id) {
      const row = entity.get(realm, kind, id);
      return row === undefined ? undefined : { kind, id, v: Number(row.v), body: String(row.body) };
    },
    formats: () => formats.all().map(({ kind, v }) => ({ kind: String(kind), v: Number(v) })),
    revisions(realms) {
      return realms.flatMap((realm) => {
        const head = one.get(realm);
        return head === undefined
          ? []
          : [{ realm, revision: Number(head.revision), changeId: String(head.changeId) }];
      });
    },
    write(writes, relied, now) {
      for (const { realm, revision, changeId } of relied) {
        const head = one.get(realm);
        const stands = Number(head?.revision ?? 0) === revision;
        if (!stands || (changeId !== undefined && head?.changeId !== changeId)) {
          throw new StorageError("lost-race", `the realm ${realm}, which was relied on, has moved`);
        }
      }
      const byRealm = Map.groupBy(writes, (write) => write.realm);
      for (const realm of [...byRealm.keys()].sort()) writeRealm(byRealm.get(realm)!, now);
    },
    hasChange: ({ realm, revision, changeId }) => change.get(realm, revision, changeId) !== undefined,
    changesFrom(realm, from) {
      const size = sizes.get(realm, from);
      if (Number(size?.changes) > tailBounds.changes || Number(size?.bytes) > tailBounds.bytes) return [];
      return changes
        .all(realm, from)
        .map((row) => writeOf(realm, Number(row.revision), String(row.changeId), String(row.body)));
    },
    purgeChanges: (before, limit) => Number(purge.run(before, limit).changes),
  };
}
