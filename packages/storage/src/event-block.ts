import type { EventRow } from "./contract.ts";
import { type PackedEvents, packedEventWidth as width } from "./packed-events.ts";

/**
 * Events of one realm, near each other in time, kept as one row. What they are looked up by is written down for a
 * block, each value once: for each column of each event it would cost several times what the event itself costs.
 */
export interface Block {
  readonly realm: string;
  /** Epoch milliseconds of the first and of the last event. */
  readonly oldest: number;
  readonly newest: number;
  /** JSON: the cells of the events one after another, `width` each, without realm, and each record's length. */
  readonly columns: string;
  /** The records one after another. */
  readonly records: string;
}

/** Few enough that reading a block for one event of it costs little. */
const mostEvents = 64;
/** Characters of records: a block is read whole. */
const mostCharacters = 1 << 18;
/** Milliseconds between the first and the last event: what a look-up may have to pass beyond its bounds. */
export const longestSpan = 60_000;

/** The events cut into blocks, each in the order that they came in; `rows`: which of them it holds. */
export function blocksOf(events: PackedEvents): (Block & { readonly rows: readonly number[] })[] {
  const byRealm = new Map<string, Filling>();
  const full: Filling[] = [];
  for (let at = 0; at < events.length; at += width) {
    const realm = events[at] as string;
    const time = events[at + 4] as number;
    const length = (events[at + 11] as string).length;
    let filling = byRealm.get(realm);
    if (filling === undefined || !fits(filling, time, length)) {
      filling = { realm, oldest: time, newest: time, characters: 0, rows: [], events: [] };
      byRealm.set(realm, filling);
      full.push(filling);
    }
    filling.oldest = Math.min(filling.oldest, time);
    filling.newest = Math.max(filling.newest, time);
    filling.characters += length;
    filling.rows.push(at / width);
    for (let cell = at; cell < at + width; cell += 1) filling.events.push(events[cell]!);
  }
  return full.map((filling) => ({ ...blockOf(filling), rows: filling.rows }));
}

interface Filling {
  readonly realm: string;
  oldest: number;
  newest: number;
  characters: number;
  readonly rows: number[];
  readonly events: PackedEvents;
}

function fits({ oldest, newest, characters, events }: Filling, time: number, length: number): boolean {
  return (
    events.length < mostEvents * width &&
    characters + length <= mostCharacters &&
    Math.max(newest, time) - Math.min(oldest, time) <= longestSpan
  );
}

function blockOf({ realm, oldest, newest, events }: Filling): Block {
  const columns: PackedEvents = [];
  let records = "";
  for (let at = 0; at < events.length; at += width) {
    for (let cell = at + 1; cell < at + 11; cell += 1) columns.push(events[cell]!);
    const record = events[at + 11] as string;
    columns.push(record.length);
    records += record;
  }
  return { realm, oldest, newest, columns: JSON.stringify(columns), records };
}

/** The events of a block, in its order. */
export function eventsOf({ realm, columns, records }: Omit<Block, "oldest" | "newest">): EventRow[] {
  const cells = JSON.parse(columns) as PackedEvents;
  const rows: EventRow[] = [];
  let from = 0;
  for (let at = 0; at < cells.length; at += width - 1) {
    const [writer, sequence, id, time, name, source, readOnly] = cells.slice(at, at + 7);
    const end = from + (cells[at + 10] as number);
    rows.push({
      realm,
      writer: writer as string,
      sequence: sequence as number,
      id: id as string,
      time: time as number,
      name: name as string,
      source: source as string,
      readOnly: readOnly === 1,
      userName: (cells[at + 7] as string | null) ?? undefined,
      accessKeyId: (cells[at + 8] as string | null) ?? undefined,
      resources: JSON.parse(cells[at + 9] as string) as EventRow["resources"],
      record: records.slice(from, end),
    });
    from = end;
  }
  return rows;
}

/** What a block is found by. */
export type ValueKind = "id" | "key" | "user" | "name" | "source" | "changes" | "resource" | "type";

/** Every value that occurs in the events of a block, each once. */
export function valuesOf(
  events: readonly EventRow[],
): readonly (readonly [kind: ValueKind, value: string])[] {
  const found = new Map<string, readonly [ValueKind, string]>();
  const add = (kind: ValueKind, value: string | undefined): void => {
    if (value !== undefined) found.set(`${kind} ${value}`, [kind, value]);
  };
  for (const event of events) {
    add("id", event.id);
    add("name", event.name);
    add("source", event.source);
    add("user", event.userName);
    add("key", event.accessKeyId);
    if (!event.readOnly) add("changes", "");
    for (const { type, name } of event.resources) {
      add("resource", name);
      add("type", type);
    }
  }
  return [...found.values()];
}
