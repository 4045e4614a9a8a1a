import {
  type OnceClaim,
  type OnceKey,
  type RealmId,
  StorageError,
  type UsageRow,
  type UsageSelection,
} from "../contract.ts";
import { usageRange } from "../usage-range.ts";
import { bigints, keptTexts } from "./arrays.ts";
import { keyColumns } from "./commit-rows.ts";
import type { Statement } from "./connection.ts";
import { kept, text } from "./kept-text.ts";
import type { Session } from "./session.ts";
import { waitForStandby } from "./wait-for-standby.ts";

const claim: Statement = {
  name: "claim-once",
  text: `INSERT INTO once (realm, kind, id, expires, body) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT DO NOTHING RETURNING 1`,
};

export async function claimOnce(session: Session, claimed: OnceClaim): Promise<boolean> {
  const { realm, kind, id, expires, body } = claimed;
  return (await session.decide(claim, [kept(realm), kept(kind), kept(id), expires, kept(body)])).length === 1;
}

const claimed: Statement = {
  name: "read-once",
  text: "SELECT body FROM once WHERE realm = $1 AND kind = $2 AND id = $3",
};

export async function readOnce(session: Session, { realm, kind, id }: OnceKey): Promise<string | undefined> {
  const [row] = await session.ask(claimed, [kept(realm), kept(kind), kept(id)]);
  return row === undefined ? undefined : text(row.body);
}

const purge: Statement = {
  name: "purge-once",
  text: `WITH old AS MATERIALIZED (
      SELECT realm, kind, id FROM once WHERE expires < $1 ORDER BY expires LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    DELETE FROM once o USING old WHERE o.realm = old.realm AND o.kind = old.kind AND o.id = old.id RETURNING 1`,
};

export async function purgeOnce(session: Session, before: number, limit: number): Promise<number> {
  return (await session.decide(purge, [before, limit])).length;
}

const find: Statement = { name: "locate", text: "SELECT realm FROM locator WHERE kind = $1 AND value = $2" };

export async function locate(session: Session, kind: string, value: string): Promise<RealmId | undefined> {
  const [row] = await session.ask(find, [kept(kind), kept(value)]);
  return row === undefined ? undefined : text(row.realm);
}

const lead: Statement = {
  name: "put-locator",
  text: "INSERT INTO locator (kind, value, realm) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1",
};

export async function putLocator(
  session: Session,
  kind: string,
  value: string,
  realm: RealmId,
): Promise<void> {
  if ((await session.decide(lead, [kept(kind), kept(value), kept(realm)])).length === 1) return;
  if ((await locate(session, kind, value)) === realm) return await waitForStandby(session);
  throw new StorageError("lost-race", `the ${kind} leads to another realm already`);
}

const merge: Statement = {
  name: "merge-usage",
  text: `INSERT INTO usage (realm, kind, id, time, body)
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])
        AS u (realm, kind, id, time, body) ORDER BY realm, kind, id
    ON CONFLICT (realm, kind, id) DO UPDATE SET time = excluded.time, body = excluded.body
      WHERE excluded.time > usage.time`,
};

export async function mergeUsage(session: Session, rows: readonly UsageRow[]): Promise<void> {
  // One statement cannot change a row twice.
  const greatest = new Map<string, UsageRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.realm, row.kind, row.id]);
    if (row.time > (greatest.get(key)?.time ?? Number.NEGATIVE_INFINITY)) greatest.set(key, row);
  }
  const merged = [...greatest.values()];
  await session.decide(merge, [
    ...keyColumns(merged),
    bigints(merged.map(({ time }) => time)),
    keptTexts(merged, ({ body }) => body),
  ]);
}

const used: Statement = {
  name: "read-usage",
  text: "SELECT kind, id, time, body FROM usage WHERE realm = $1 ORDER BY kind, id",
};

const selected: Statement = {
  name: "select-usage",
  text: `SELECT kind, id, time, body FROM usage
    WHERE realm = $1 AND kind = $2 AND id >= $3 AND id < $4 ORDER BY id`,
};

export async function readUsage(
  session: Session,
  realm: RealmId,
  which: UsageSelection | undefined,
): Promise<UsageRow[]> {
  const rows = await (which === undefined
    ? session.ask(used, [kept(realm)])
    : session.ask(selected, [
        kept(realm),
        kept(which.kind),
        kept(usageRange(which).from),
        kept(usageRange(which).before),
      ]));
  return rows.map(({ kind, id, time, body }) => ({
    realm,
    kind: text(kind),
    id: text(id),
    time: time as number,
    body: text(body),
  }));
}

const removal: Statement = {
  name: "remove-usage",
  text: `DELETE FROM usage u USING unnest($3::text[]) AS gone (id)
    WHERE u.realm = $1 AND u.kind = $2
      AND (u.id = gone.id OR (u.id > gone.id || ' ' AND u.id < gone.id || '!'))`,
};

export async function removeUsage(
  session: Session,
  realm: RealmId,
  kind: string,
  ids: readonly string[],
): Promise<void> {
  await session.decide(removal, [kept(realm), kept(kind), keptTexts(ids, (id) => id)]);
}
