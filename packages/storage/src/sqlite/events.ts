import type { EventQuery, EventRow } from "../contract.ts";
import type { Connection } from "./connection.ts";
import { type PackedEvents, packedEventWidth as width } from "./protocol.ts";

/** What the tables `event` and `event_resource` take and give. All of it runs inside the caller's transaction. */
export interface Events {
  add(events: PackedEvents): void;
  has(event: { realm: string; writer: string; sequence: number; id: string }): boolean;
  find(query: EventQuery): EventRow[];
  purge(before: number, limit: number): number;
}

type Resources = EventRow["resources"];

export function eventTables({ db }: Connection): Events {
  const add = db.prepare(
    `INSERT INTO event (realm, writer, sequence, id, time, name, source, read_only, user_name, access_key_id,
       resources, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const idOf = db.prepare("SELECT id FROM event WHERE realm = ? AND writer = ? AND sequence = ?");
  const addResource = db.prepare(
    `INSERT INTO event_resource (realm, part, value, time, writer, sequence) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
  );
  const removeResource = db.prepare(
    `DELETE FROM event_resource
       WHERE realm = ? AND part = ? AND value = ? AND time = ? AND writer = ? AND sequence = ?`,
  );
  const old = db.prepare(
    `SELECT rowid, realm, writer, sequence, time, resources FROM event WHERE time < ? ORDER BY time LIMIT ?`,
  );
  const remove = db.prepare("DELETE FROM event WHERE rowid = ?");

  return {
    add(events) {
      for (let at = 0; at < events.length; at += width) {
        const [realm, writer, sequence, id, time] = events.slice(at, at + 5) as Key;
        const added = add.run(...(events.slice(at, at + width) as PackedEvents));
        if (added.changes === 0) {
          if (idOf.get(realm, writer, sequence)?.id === id) continue;
          throw new Error(`two events at one position: ${realm} ${writer} ${sequence}`);
        }
        for (const [part, value] of lookUps(String(events[at + 10]))) {
          addResource.run(realm, part, value, time, writer, sequence);
        }
      }
    },
    has: ({ realm, writer, sequence, id }) => idOf.get(realm, writer, sequence)?.id === id,
    find(query) {
      const { sql, values } = selection(query);
      return db
        .prepare(sql)
        .all(...values)
        .map(toEvent);
    },
    purge(before, limit) {
      const rows = old.all(before, limit);
      for (const { rowid, realm, writer, sequence, time, resources } of rows) {
        remove.run(rowid!);
        for (const [part, value] of lookUps(String(resources))) {
          removeResource.run(realm!, part, value, time!, writer!, sequence!);
        }
      }
      return rows.length;
    },
  };
}

type Key = [realm: string, writer: string, sequence: number, id: string, time: number];

function lookUps(resources: string): [part: "type" | "name", value: string][] {
  if (resources === "[]") return [];
  return (JSON.parse(resources) as Resources).flatMap(({ type, name }) => [
    ["type", type],
    ["name", name],
  ]);
}

/** Each column filter has its own index, which ends in the time; a resource is found by its own table. */
function selection(query: EventQuery): { sql: string; values: (string | number)[] } {
  const { realm, from, before, limit } = query;
  const to = Math.min(query.to, before?.time ?? query.to);
  const [first, second] = resourceFilters(query);
  // `t` is the table that is walked in order of time.
  const t = first === undefined ? "e" : "r";
  const where = [`${t}.realm = ?`, `${t}.time >= ?`, `${t}.time <= ?`];
  const values: (string | number)[] = [realm, from, to];
  const filter = (condition: string, ...of: (string | number)[]) => {
    where.push(condition);
    values.push(...of);
  };
  if (before !== undefined) {
    filter(
      `(${t}.time, ${t}.writer, ${t}.sequence) < (?, ?, ?)`,
      before.time,
      before.writer,
      before.sequence,
    );
  }
  for (const { column, key } of columns) {
    const value = query[key];
    if (value !== undefined) filter(`e.${column} = ?`, value);
  }
  // A literal, so that the partial index of changes is usable.
  if (query.readOnly !== undefined) filter(`e.read_only = ${query.readOnly ? 1 : 0}`);
  if (first !== undefined) filter("r.part = ? AND r.value = ?", ...first);
  if (second !== undefined) {
    filter(
      `EXISTS (SELECT 1 FROM event_resource s WHERE s.realm = r.realm AND s.part = ? AND s.value = ?
         AND s.time = r.time AND s.writer = r.writer AND s.sequence = r.sequence)`,
      ...second,
    );
  }
  const tables =
    first === undefined
      ? `event e INDEXED BY ${indexFor(query)}`
      : "event_resource r CROSS JOIN event e ON e.realm = r.realm AND e.writer = r.writer AND e.sequence = r.sequence";
  const sql = `SELECT e.* FROM ${tables} WHERE ${where.join(" AND ")}
    ORDER BY ${t}.time DESC, ${t}.writer DESC, ${t}.sequence DESC LIMIT ?`;
  return { sql, values: [...values, limit] };
}

/** The columns that are looked up, the one that finds least first, each with its index. */
const columns = [
  { column: "id", key: "id", index: "event_id" },
  { column: "access_key_id", key: "accessKeyId", index: "event_key" },
  { column: "user_name", key: "userName", index: "event_user" },
  { column: "name", key: "name", index: "event_name" },
  { column: "source", key: "source", index: "event_source" },
] as const;

/** Said rather than left to the planner, which prefers the index that is in order of time. */
function indexFor(query: EventQuery): string {
  const first = columns.find(({ key }) => query[key] !== undefined);
  return first?.index ?? (query.readOnly === false ? "event_change" : "event_time");
}

function resourceFilters({ resourceName, resourceType }: EventQuery): (readonly [string, string])[] {
  const filters = [
    ["name", resourceName],
    ["type", resourceType],
  ] as const;
  return filters.flatMap(([part, value]) => (value === undefined ? [] : [[part, value] as const]));
}

function toEvent(row: Record<string, unknown>): EventRow {
  return {
    realm: String(row.realm),
    writer: String(row.writer),
    sequence: Number(row.sequence),
    id: String(row.id),
    time: Number(row.time),
    name: String(row.name),
    source: String(row.source),
    readOnly: row.read_only === 1,
    userName: row.user_name === null ? undefined : String(row.user_name),
    accessKeyId: row.access_key_id === null ? undefined : String(row.access_key_id),
    resources: JSON.parse(String(row.resources)) as Resources,
    record: String(row.record),
  };
}
