import type { EventRow } from "../contract.ts";
import { blocksOf, eventsOf, valuesOf } from "../event-block.ts";
import { newestFirst } from "../event-order.ts";
import { packEvents } from "../packed-events.ts";
import { bigints, keptTexts, uuids } from "./arrays.ts";
import { positionColumns } from "./commit-rows.ts";
import type { Row, Statement } from "./connection.ts";
import { valueHash } from "./event-keys.ts";
import { kept, text } from "./kept-text.ts";
import type { Session } from "./session.ts";

const mostBlocks = 64;

// Other nodes purge too: each takes blocks that no other holds.
const oldest: Statement = {
  name: "oldest-blocks",
  text: `SELECT realm, block, newest, columns FROM event_block WHERE oldest < $1 ORDER BY oldest LIMIT $2
    FOR UPDATE SKIP LOCKED`,
};

/** Deletes at most `limit` events older than `before`, in one transaction. */
export function purgeEvents(session: Session, before: number, limit: number): Promise<number> {
  return session.transaction(async (inside) => {
    let purged = 0;
    while (purged < limit) {
      const rows = await inside.ask(oldest, [before, Math.min(limit - purged, mostBlocks)]);
      if (rows.length === 0) break;
      const cuts: Cut[] = [];
      for (const row of rows) {
        const cut = cutOf(row, before, limit - purged);
        purged += cut.gone.length;
        cuts.push(cut);
        if (purged === limit) break;
      }
      await remove(inside, cuts);
      for (const cut of cuts) if (cut.left.length > 0) await shorten(inside, cut);
    }
    return purged;
  });
}

/** A block, and which of its events go. Without their records, which only what is left is read for. */
interface Cut {
  readonly realm: string;
  readonly block: string;
  readonly newest: number;
  readonly gone: readonly EventRow[];
  readonly left: readonly EventRow[];
}

function cutOf(row: Row, before: number, most: number): Cut {
  const realm = text(row.realm);
  const events = eventsOf({ realm, columns: text(row.columns), records: "" })
    .sort(newestFirst)
    .reverse();
  const young = events.findIndex(({ time }) => time >= before);
  const left = events.splice(Math.min(young === -1 ? events.length : young, most));
  return { realm, block: String(row.block), newest: Number(row.newest), gone: events, left };
}

const deletion: Statement = {
  name: "delete-events",
  text: `WITH positions AS (
      DELETE FROM event_position e USING unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
        AS d (realm, writer, sequence, id)
        WHERE e.realm = d.realm AND e.writer = d.writer AND e.sequence = d.sequence
    ), entries AS (
      DELETE FROM event_value e USING unnest($5::text[], $6::bigint[], $7::bigint[], $8::uuid[])
        AS d (realm, value, newest, block)
        WHERE e.realm = d.realm AND e.value = d.value AND e.newest = d.newest AND e.block = d.block
    )
    DELETE FROM event_block e USING unnest($9::text[], $10::uuid[]) AS d (realm, block)
      WHERE e.realm = d.realm AND e.block = d.block`,
};

async function remove(session: Session, cuts: readonly Cut[]): Promise<void> {
  const whole = cuts.filter(({ left }) => left.length === 0);
  const entries = cuts.flatMap((cut) => hashesGone(cut).map((hash) => ({ ...cut, hash })));
  await session.ask(deletion, [
    ...positionColumns(cuts.flatMap(({ gone }) => gone)),
    keptTexts(entries, ({ realm }) => realm),
    bigints(entries.map(({ hash }) => hash)),
    bigints(entries.map(({ newest }) => newest)),
    uuids(entries.map(({ block }) => block)),
    keptTexts(whole, ({ realm }) => realm),
    uuids(whole.map(({ block }) => block)),
  ]);
}

/** The values by which nothing of this block is found any more. */
function hashesGone({ gone, left }: Cut): readonly bigint[] {
  const hashes = (events: readonly EventRow[]) =>
    new Set(valuesOf(events).map(([part, value]) => valueHash(part, value)));
  return [...hashes(gone).difference(hashes(left))];
}

const whole: Statement = {
  name: "read-block",
  text: "SELECT columns, records FROM event_block WHERE realm = $1 AND block = $2",
};
const shorter: Statement = {
  name: "shorten-block",
  text: "UPDATE event_block SET oldest = $3, columns = $4, records = $5 WHERE realm = $1 AND block = $2",
};

/** The block keeps its key and its newest event, so that a look-up that reads page by page meets it once. */
async function shorten(session: Session, { realm, block, left }: Cut): Promise<void> {
  const [row] = await session.ask(whole, [kept(realm), block]);
  const positions = new Set(left.map(({ writer, sequence }) => JSON.stringify([writer, sequence])));
  const events = eventsOf({ realm, columns: text(row?.columns), records: text(row?.records) }).filter(
    ({ writer, sequence }) => positions.has(JSON.stringify([writer, sequence])),
  );
  const [rest] = blocksOf(packEvents(events));
  await session.ask(shorter, [kept(realm), block, rest!.oldest, kept(rest!.columns), kept(rest!.records)]);
}
