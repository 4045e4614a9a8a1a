import type { EventQuery, EventRow } from "../contract.ts";
import { eventsOf, longestSpan } from "../event-block.ts";
import { lookUpOf } from "../event-look-up.ts";
import { newestEvents } from "../newest-events.ts";
import type { Row, Statement } from "./connection.ts";
import { valueHash } from "./event-keys.ts";
import { kept, text } from "./kept-text.ts";
import type { Session } from "./session.ts";

const columns = "b.realm, b.block, b.newest, b.columns, b.records";

const blocksOfValue: Statement = {
  name: "blocks-of-value",
  text: `SELECT ${columns} FROM event_value v JOIN event_block b USING (realm, block)
    WHERE v.realm = $1 AND v.value = $7 AND v.newest >= $2 AND (v.newest, v.block) < ($3, $4::uuid) AND b.oldest <= $5
    ORDER BY v.newest DESC, v.block DESC LIMIT $6`,
};

const blocksOfRealm: Statement = {
  name: "blocks-of-realm",
  text: `SELECT ${columns} FROM event_block b
    WHERE realm = $1 AND newest >= $2 AND (newest, block) < ($3, $4::uuid) AND oldest <= $5
    ORDER BY newest DESC, block DESC LIMIT $6`,
};

/** The first page is small, for most look-ups want the newest; those that do not soon read many at once. */
const firstPage = 4;
const longestPage = 32;
const highestBlock = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Reads blocks by their last event, newest first, page by page, until none can hold a newer event than was found. */
export async function findEvents(session: Session, query: EventQuery): Promise<EventRow[]> {
  const { realm, from } = query;
  const to = Math.min(query.to, query.before?.time ?? query.to);
  const value = lookUpOf(query);
  const statement = value === undefined ? blocksOfRealm : blocksOfValue;
  const hash = value === undefined ? [] : [valueHash(...value)];
  const newest = newestEvents(query);
  let last: readonly [newest: number, block: string] = [
    Math.min(to + longestSpan, Number.MAX_SAFE_INTEGER),
    highestBlock,
  ];
  for (let page = firstPage; ; page = Math.min(page * 2, longestPage)) {
    const rows = await session.ask(statement, [kept(realm), from, ...last, to, page, ...hash]);
    for (const row of rows) {
      if (newest.isBeyond(Number(row.newest))) return newest.found();
      newest.take(blockOf(row));
    }
    const end = rows.at(-1);
    if (end === undefined || rows.length < page) return newest.found();
    last = [Number(end.newest), String(end.block)];
  }
}

function blockOf(row: Row): EventRow[] {
  return eventsOf({ realm: text(row.realm), columns: text(row.columns), records: text(row.records) });
}
