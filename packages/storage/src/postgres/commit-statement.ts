import type { PartName, PartRows } from "./commit-rows.ts";
import type { Statement } from "./connection.ts";

/**
 * A commit as one statement: one round trip, one transaction, all of it or nothing. It has only the parts that the
 * commit has rows for, since PostgreSQL sets up every part whether or not it has any: for most commits half of its time.
 *
 * INVARIANT: in READ COMMITTED the parts of one statement see one snapshot, taken when it began, and its UPDATE
 * changes a row only if that row is still as wanted in its newest version, which it then locks until the end. Every
 * change of a realm's entities advances the realm's row in the same transaction. So where a realm stands at the
 * expected revision in the snapshot, and still does in its newest version, nobody has committed a change of it since
 * the snapshot was taken, nobody can until this transaction ends, and what the other parts see of it is the newest.
 * Where it does not, the statement fails. (A row that only its newest version brings to the expected revision is not
 * found: revisions grow.) A revision alone does not tell one history from another; with its change it does.
 *
 * INVARIANT: what is claimed by insert-if-absent is seen beyond the snapshot: an insertion waits for another one of
 * the same key that is under way, and then counts as conflicting or not by how that ended.
 *
 * INVARIANT: no two commits wait for each other. Each waits for realms that exist in their order, then for realms
 * that it makes, claims and positions, each in theirs; every part asks for the outcome of the one before. Realms that
 * it only relied on it does not wait for: one that somebody is changing would lose the race anyway.
 *
 * An expected change that is the empty text is not compared.
 *
 * A part that fails casts a word to a number, which no PostgreSQL can do, so that the whole statement fails with that
 * word in the message (see `guardOf`). The word is put together with a count so that it is not cast ahead of time.
 */
export function commitStatement(parts: readonly PartRows[]): Statement {
  // Their places: PostgreSQL takes the first 63 bytes of a name for all of it.
  const name = `commit-${parts.map(({ part }) => order.indexOf(part)).join("-")}`;
  let statement = statements.get(name);
  if (statement === undefined) {
    statement = { name, text: textOf(parts) };
    statements.set(name, statement);
  }
  return statement;
}

/** One for each set of parts that occurs: there are few. */
const statements = new Map<string, Statement>();

function textOf(parts: readonly PartRows[]): string {
  const texts: string[] = [];
  let guard: string | undefined;
  let values = 0;
  for (const { part } of parts) {
    const { types, text, holds } = partTexts[part];
    const columns = types.map((type) => `$${++values}::${type}[]`);
    const asks = guard === undefined ? "true" : `(SELECT ok FROM ${guard}) = 1`;
    texts.push(text(`unnest(${columns.join(", ")})`, asks, columns[0]!));
    guard = holds ?? guard;
  }
  // INVARIANT: whatever is written is written under a condition; a commit without one has no rows.
  if (guard === undefined) throw new Error("a commit that depends on nothing");
  return `WITH ${texts.join(", ")} SELECT ok FROM ${guard}`;
}

interface PartText {
  /** Of the columns of its rows. */
  readonly types: readonly ("text" | "bigint" | "integer" | "uuid")[];
  /** What it does with them. `asks`: whether what stands before it holds; `first`: the first column. */
  readonly text: (rows: string, asks: string, first: string) => string;
  /** The name of what says whether it holds, for those that may not. */
  readonly holds?: string;
}

/** As many as there are rows, or the statement fails. */
const asMany = (guard: Guard, counted: string, first: string): string =>
  `SELECT CASE (SELECT count(*) FROM ${counted}) WHEN cardinality(${first}) THEN 1
    ELSE ('portcullis:${guard} ' || (SELECT count(*) FROM ${counted}))::integer END AS ok`;

const written = (rows: string): string => `written AS MATERIALIZED (
  SELECT * FROM ${rows} AS w (realm, expected, revision, change_id, expected_change_id)
), advanced AS (
  UPDATE realm r SET revision = w.revision, change_id = w.change_id FROM written w
    WHERE r.realm = w.realm AND r.revision = w.expected AND w.expected_change_id IN ('', r.change_id)
    RETURNING 1
)`;

const realmTypes = ["text", "bigint", "bigint", "text", "text"] as const;

/** In the order in which they stand in the statement. */
const partTexts: Readonly<Record<PartName, PartText>> = {
  realm: {
    types: realmTypes,
    holds: "held",
    text: (rows, _, first) => `${written(rows)}, held AS MATERIALIZED (
  ${asMany("moved", "advanced", first)}
)`,
  },
  realms: {
    types: realmTypes,
    holds: "held",
    text: (rows, _, first) => `locked AS MATERIALIZED (
  SELECT 1 FROM realm WHERE realm = ANY (${first}) ORDER BY realm FOR NO KEY UPDATE
), ${written(`(SELECT u.* FROM ${rows} AS u WHERE (SELECT count(*) FROM locked) >= 0)`)}, made AS (
  INSERT INTO realm (realm, revision, change_id)
    SELECT realm, revision, change_id FROM written
      WHERE expected = 0 AND (SELECT count(*) FROM advanced) >= 0 ORDER BY realm
    ON CONFLICT DO NOTHING RETURNING 1
), ready AS (
  SELECT 1 FROM advanced UNION ALL SELECT 1 FROM made
), held AS MATERIALIZED (
  ${asMany("moved", "ready", first)}
)`,
  },
  relied: {
    types: ["text", "bigint", "text"],
    holds: "relied",
    text: (rows, asks, first) => `standing AS MATERIALIZED (
  SELECT 1 FROM ${rows} AS x (realm, revision, change_id)
    JOIN realm r ON r.realm = x.realm AND r.revision = x.revision AND x.change_id IN ('', r.change_id)
    WHERE ${asks}
    FOR SHARE OF r SKIP LOCKED
), relied AS MATERIALIZED (
  ${asMany("relied", "standing", first)}
)`,
  },
  claims: {
    types: ["text", "text", "text", "bigint", "text"],
    holds: "owned",
    text: (rows, asks, first) => `claimed AS (
  INSERT INTO once (realm, kind, id, expires, body)
    SELECT * FROM ${rows} AS c (realm, kind, id, expires, body) WHERE ${asks} ORDER BY realm, kind, id
    ON CONFLICT DO NOTHING RETURNING 1
), owned AS MATERIALIZED (
  ${asMany("taken", "claimed", first)}
)`,
  },
  positions: {
    types: ["text", "text", "bigint", "text"],
    holds: "settled",
    text: (rows, asks, first) => `positioned AS (
  INSERT INTO event_position (realm, writer, sequence, id)
    SELECT * FROM ${rows} AS p (realm, writer, sequence, id) WHERE ${asks} ORDER BY realm, writer, sequence
    ON CONFLICT DO NOTHING RETURNING 1
), settled AS MATERIALIZED (
  ${asMany("occupied", "positioned", first)}
)`,
  },
  puts: {
    types: ["text", "text", "text", "integer", "text"],
    text: (rows, asks) => `put AS (
  INSERT INTO entity (realm, kind, id, v, body)
    SELECT * FROM ${rows} WHERE ${asks}
    ON CONFLICT (realm, kind, id) DO UPDATE SET v = excluded.v, body = excluded.body
)`,
  },
  deletes: {
    types: ["text", "text", "text"],
    text: (rows, asks) => `deleted AS (
  DELETE FROM entity e USING ${rows} AS d (realm, kind, id)
    WHERE ${asks} AND e.realm = d.realm AND e.kind = d.kind AND e.id = d.id
)`,
  },
  changes: {
    types: ["text", "bigint", "text", "text"],
    text: (rows, asks) => `changed AS (
  INSERT INTO change (realm, revision, change_id, body, time)
    SELECT *, (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM ${rows} WHERE ${asks}
)`,
  },
  blocks: {
    types: ["text", "uuid", "bigint", "bigint", "text", "text"],
    text: (rows, asks) => `stored AS (
  INSERT INTO event_block (realm, block, oldest, newest, columns, records)
    SELECT * FROM ${rows} WHERE ${asks}
)`,
  },
  values: {
    types: ["text", "bigint", "bigint", "uuid"],
    text: (rows, asks) => `indexed AS (
  INSERT INTO event_value (realm, value, newest, block)
    SELECT * FROM ${rows} WHERE ${asks}
    ON CONFLICT DO NOTHING
)`,
  },
};

const order = Object.keys(partTexts) as readonly PartName[];

/** Which condition of a commit did not hold. */
export type Guard = "moved" | "relied" | "taken" | "occupied";

/** invalid_text_representation: a word that is no number. The message quotes it, in whatever language it is. */
const notANumber = "22P02";

export function guardOf(error: unknown): Guard | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== notANumber) return undefined;
  return /portcullis:(moved|relied|taken|occupied) /.exec(error.message)?.[1] as Guard | undefined;
}
