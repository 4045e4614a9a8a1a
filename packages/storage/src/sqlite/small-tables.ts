import {
  type Deployment,
  type KeyRow,
  type OnceClaim,
  StorageError,
  type UsageRow,
  type UsageSelection,
  type WrappedKeys,
} from "../contract.ts";
import { sameKeys } from "../same-keys.ts";
import { usageRange } from "../usage-range.ts";
import type { Connection } from "./connection.ts";
import { tablesFormat } from "./migrations.ts";
import type { Verbs } from "./protocol.ts";

/** One-time things. All of it runs inside the caller's transaction. */
export interface OnceTable {
  claim(claim: OnceClaim): boolean;
  read: Verbs["readOnce"];
  purge: Verbs["purgeOnce"];
}

export function onceTable({ db }: Connection): OnceTable {
  const add = db.prepare(
    "INSERT INTO once (realm, kind, id, expires, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const read = db.prepare("SELECT body FROM once WHERE realm = ? AND kind = ? AND id = ?");
  const purge = db.prepare(
    "DELETE FROM once WHERE (realm, kind, id) IN (SELECT realm, kind, id FROM once WHERE expires < ? ORDER BY expires LIMIT ?)",
  );
  return {
    claim: ({ realm, kind, id, expires, body }) => add.run(realm, kind, id, expires, body).changes === 1,
    read: (realm, kind, id) => read.get(realm, kind, id)?.body as string | undefined,
    purge: (before, limit) => Number(purge.run(before, limit).changes),
  };
}

/** Last uses that are read in one go: that takes some milliseconds. */
export const rowsOfGo = 1000;

export interface UsageTable {
  merge(rows: readonly UsageRow[]): void;
  /** As many as are read in one go, in the order of kind and id, from the one after `last`. */
  page(realm: string, which: UsageSelection | undefined, last: UsageRow | undefined): readonly UsageRow[];
  remove: Verbs["removeUsage"];
}

export function usageTable({ db }: Connection): UsageTable {
  const merge = db.prepare(
    `INSERT INTO usage (realm, kind, id, time, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET time = excluded.time, body = excluded.body WHERE excluded.time > time`,
  );
  const columns = "SELECT realm, kind, id, time, body FROM usage WHERE realm = ?";
  const all = db.prepare(`${columns} AND (kind, id) > (?, ?) ORDER BY kind, id LIMIT ${rowsOfGo}`);
  const first = db.prepare(`${columns} AND kind = ? AND id >= ? AND id < ? ORDER BY id LIMIT ${rowsOfGo}`);
  const more = db.prepare(`${columns} AND kind = ? AND id > ? AND id < ? ORDER BY id LIMIT ${rowsOfGo}`);
  const remove = db.prepare(
    "DELETE FROM usage WHERE realm = ? AND kind = ? AND (id = ?3 OR (id > ?3 || ' ' AND id < ?3 || '!'))",
  );
  return {
    merge(rows) {
      for (const { realm, kind, id, time, body } of rows) merge.run(realm, kind, id, time, body);
    },
    page(realm, which, last) {
      if (which === undefined)
        return all.all(realm, last?.kind ?? "", last?.id ?? "") as unknown as UsageRow[];
      const { from, before } = usageRange(which);
      const begin = last?.id ?? from;
      return (last === undefined ? first : more).all(
        realm,
        which.kind,
        begin,
        before,
      ) as unknown as UsageRow[];
    },
    remove(realm, kind, ids) {
      for (const id of ids) remove.run(realm, kind, id);
    },
  };
}

export interface LocatorTable {
  locate: Verbs["locate"];
  put: Verbs["putLocator"];
}

export function locatorTable({ db }: Connection): LocatorTable {
  const find = db.prepare("SELECT realm FROM locator WHERE kind = ? AND value = ?");
  const add = db.prepare("INSERT INTO locator (kind, value, realm) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  const locate = (kind: string, value: string) => find.get(kind, value)?.realm as string | undefined;
  return {
    locate,
    put(kind, value, realm) {
      if (add.run(kind, value, realm).changes === 1 || locate(kind, value) === realm) return;
      throw new StorageError("lost-race", `the ${kind} leads to another realm already`);
    },
  };
}

export interface DeploymentTables {
  read(): Deployment | undefined;
  /** Whether there is a key or a realm: both come with a deployment, or with a fill that did not end. */
  begun(): boolean;
  make(deployment: Omit<Deployment, "format">): void;
  keys(): KeyRow[];
  addKeys(rows: readonly KeyRow[]): void;
  /** Throws lost-race where the keys are not what was read. */
  replaceKeys(read: WrappedKeys, next: WrappedKeys): void;
}

export function deploymentTables({ db }: Connection): DeploymentTables {
  const read = db.prepare("SELECT id, incarnation, partition, key_check AS keyCheck FROM deployment");
  const make = db.prepare(
    "INSERT INTO deployment (one, id, incarnation, partition, key_check) VALUES (1, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const begun = db.prepare("SELECT 1 WHERE EXISTS (SELECT 1 FROM key) OR EXISTS (SELECT 1 FROM realm)");
  const all = db.prepare(
    "SELECT number, purpose, wrapped, created, active, retired FROM key ORDER BY number",
  );
  const add = db.prepare(
    "INSERT INTO key (number, purpose, wrapped, created, active, retired) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const removeAll = db.prepare("DELETE FROM key");
  const setCheck = db.prepare("UPDATE deployment SET key_check = ?");

  const keys = (): KeyRow[] =>
    all.all().map((row) => ({
      ...(row as unknown as KeyRow),
      active: row.active === 1,
      retired: row.retired === null ? undefined : Number(row.retired),
    }));
  function addKeys(rows: readonly KeyRow[]): void {
    for (const { number, purpose, wrapped, created, active, retired } of rows)
      add.run(number, purpose, wrapped, created, active ? 1 : 0, retired ?? null);
  }
  return {
    read() {
      const row = read.get() as unknown as Omit<Deployment, "format"> | undefined;
      return row === undefined ? undefined : { ...row, format: tablesFormat };
    },
    begun: () => begun.get() !== undefined,
    make({ id, incarnation, partition, keyCheck }) {
      if (make.run(id, incarnation, partition, keyCheck).changes === 1) return;
      throw new StorageError("lost-race", "the database has been initialized already");
    },
    keys,
    addKeys,
    replaceKeys(before, next) {
      const keyCheck = (read.get() as { keyCheck?: Uint8Array } | undefined)?.keyCheck;
      if (keyCheck === undefined || !sameKeys(before, { rows: keys(), keyCheck })) {
        throw new StorageError("lost-race", "the data keys are no longer what was read");
      }
      setCheck.run(next.keyCheck);
      removeAll.run();
      addKeys(next.rows);
    },
  };
}
