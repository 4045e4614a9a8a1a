import type { Statement } from "./connection.ts";

/**
 * A commit as one statement: one round trip, one transaction, all of it or nothing.
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
const text = `
WITH locked AS MATERIALIZED (
  SELECT 1 FROM realm WHERE realm = ANY ($1::text[]) AND cardinality($1::text[]) > 1
    ORDER BY realm FOR NO KEY UPDATE
), written AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
    AS w (realm, expected, revision, change_id, expected_change_id)
    WHERE (SELECT count(*) FROM locked) >= 0
), advanced AS (
  UPDATE realm r SET revision = w.revision, change_id = w.change_id FROM written w
    WHERE r.realm = w.realm AND r.revision = w.expected AND w.expected_change_id IN ('', r.change_id)
    RETURNING 1
), made AS (
  INSERT INTO realm (realm, revision, change_id)
    SELECT realm, revision, change_id FROM written
      WHERE expected = 0 AND (SELECT count(*) FROM advanced) >= 0 ORDER BY realm
    ON CONFLICT DO NOTHING RETURNING 1
), held AS MATERIALIZED (
  SELECT CASE (SELECT count(*) FROM advanced) + (SELECT count(*) FROM made) WHEN cardinality($1::text[]) THEN 1
    ELSE ('portcullis:moved ' || (SELECT count(*) FROM made))::integer END AS ok
), standing AS MATERIALIZED (
  SELECT 1 FROM unnest($6::text[], $7::bigint[], $8::text[]) AS x (realm, revision, change_id)
    JOIN realm r ON r.realm = x.realm AND r.revision = x.revision AND x.change_id IN ('', r.change_id)
    WHERE (SELECT ok FROM held) = 1
    FOR SHARE OF r SKIP LOCKED
), relied AS MATERIALIZED (
  SELECT CASE (SELECT count(*) FROM standing) WHEN cardinality($6::text[]) THEN 1
    ELSE ('portcullis:relied ' || (SELECT count(*) FROM standing))::integer END AS ok
), claimed AS (
  INSERT INTO once (realm, kind, id, expires, body)
    SELECT * FROM unnest($9::text[], $10::text[], $11::text[], $12::bigint[], $13::text[])
      AS c (realm, kind, id, expires, body)
      WHERE (SELECT ok FROM relied) = 1 ORDER BY realm, kind, id
    ON CONFLICT DO NOTHING RETURNING 1
), owned AS MATERIALIZED (
  SELECT CASE (SELECT count(*) FROM claimed) WHEN cardinality($9::text[]) THEN 1
    ELSE ('portcullis:taken ' || (SELECT count(*) FROM claimed))::integer END AS ok
), positioned AS (
  INSERT INTO event_position (realm, writer, sequence, id)
    SELECT * FROM unnest($14::text[], $15::text[], $16::bigint[], $17::text[])
      AS p (realm, writer, sequence, id)
      WHERE (SELECT ok FROM owned) = 1 ORDER BY realm, writer, sequence
    ON CONFLICT DO NOTHING RETURNING 1
), settled AS MATERIALIZED (
  SELECT CASE (SELECT count(*) FROM positioned) WHEN cardinality($14::text[]) THEN 1
    ELSE ('portcullis:occupied ' || (SELECT count(*) FROM positioned))::integer END AS ok
), put AS (
  INSERT INTO entity (realm, kind, id, v, body)
    SELECT * FROM unnest($18::text[], $19::text[], $20::text[], $21::integer[], $22::text[])
      WHERE (SELECT ok FROM settled) = 1
    ON CONFLICT (realm, kind, id) DO UPDATE SET v = excluded.v, body = excluded.body
), deleted AS (
  DELETE FROM entity e USING unnest($23::text[], $24::text[], $25::text[]) AS d (realm, kind, id)
    WHERE (SELECT ok FROM settled) = 1 AND e.realm = d.realm AND e.kind = d.kind AND e.id = d.id
), changed AS (
  INSERT INTO change (realm, revision, change_id, body, time)
    SELECT *, (extract(epoch FROM clock_timestamp()) * 1000)::bigint
      FROM unnest($26::text[], $27::bigint[], $28::text[], $29::text[])
      WHERE (SELECT ok FROM settled) = 1
), stored AS (
  INSERT INTO event_block (realm, block, oldest, newest, columns, records)
    SELECT * FROM unnest($30::text[], $31::uuid[], $32::bigint[], $33::bigint[], $34::text[], $35::text[])
      WHERE (SELECT ok FROM settled) = 1
), indexed AS (
  INSERT INTO event_value (realm, value, newest, block)
    SELECT * FROM unnest($36::text[], $37::bigint[], $38::bigint[], $39::uuid[])
      WHERE (SELECT ok FROM settled) = 1
    ON CONFLICT DO NOTHING
)
SELECT ok FROM settled`;

export const commitStatement: Statement = { name: "commit", text };

/** Which condition of a commit did not hold. */
export type Guard = "moved" | "relied" | "taken" | "occupied";

/** invalid_text_representation: a word that is no number. The message quotes it, in whatever language it is. */
const notANumber = "22P02";

export function guardOf(error: unknown): Guard | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== notANumber) return undefined;
  return /portcullis:(moved|relied|taken|occupied) /.exec(error.message)?.[1] as Guard | undefined;
}
