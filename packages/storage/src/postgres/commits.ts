import { claimTaken } from "../claim-taken.ts";
import { type Commit, type EventRow, type OnceClaim, type OnceKey, StorageError } from "../contract.ts";
import { keptTexts } from "./arrays.ts";
import { keyColumns, positionColumns, rowsOf } from "./commit-rows.ts";
import { commitStatement, guardOf } from "./commit-statement.ts";
import type { Statement } from "./connection.ts";
import { text } from "./kept-text.ts";
import { requirementsOf } from "./requirements.ts";
import type { Session } from "./session.ts";
import { waitForStandby } from "./wait-for-standby.ts";

/** Makes a commit durable, or rejects with nothing written (or unknown). */
export async function writeCommit(session: Session, commit: Commit): Promise<void> {
  const { writes, relied } = requirementsOf(commit);
  const once = distinctClaims(commit.once);
  let events = distinctEvents(commit.events);
  for (;;) {
    try {
      return await attempt(session, { writes, relied, once, events });
    } catch (error) {
      switch (guardOf(error)) {
        case undefined:
          throw error;
        case "moved":
          throw new StorageError(
            "lost-race",
            `the realm ${commit.writes[0]?.realm} or one with it has moved`,
          );
        case "relied":
          throw await whyNotRelied(session, relied);
        case "taken":
          throw await whoseClaim(session, once);
        case "occupied":
          events = await newEvents(session, events);
          // All of it was found, and what writes nothing waits for nothing.
          if (writes.length + once.length + events.length === 0) return await waitForStandby(session);
      }
    }
  }
}

async function attempt(session: Session, commit: Omit<Commit, "urgent">): Promise<void> {
  const absent = commit.relied.filter(({ revision }) => revision === 0).map(({ realm }) => realm);
  if (absent.length === 0) return write(commit, session.decide);
  const names = keptTexts(absent, (realm) => realm);
  const relied = commit.relied.filter(({ revision }) => revision !== 0);
  // What is not there cannot be locked. Its place is taken meanwhile, so that nobody makes it, and given up at the end.
  await session.transaction(async (inside) => {
    const places = await inside.ask(takePlaces, [names]);
    if (places.length < absent.length) throw new StorageError("lost-race", "a realm was made meanwhile");
    await write({ ...commit, relied }, inside.ask);
    await inside.ask(givePlacesUp, [names]);
  });
}

async function write(commit: Omit<Commit, "urgent">, by: Session["ask"]): Promise<void> {
  const parts = rowsOf(commit);
  if (parts.length === 0) return;
  const values = parts.flatMap(({ columns }) => columns);
  await by(commitStatement(parts), values);
}

const takePlaces: Statement = {
  name: "take-places",
  text: `INSERT INTO realm (realm, revision, change_id) SELECT realm, 0, '' FROM unnest($1::text[]) AS a (realm)
    ORDER BY realm ON CONFLICT DO NOTHING RETURNING 1`,
};
const givePlacesUp: Statement = {
  name: "give-places-up",
  text: "DELETE FROM realm WHERE realm = ANY ($1::text[]) AND revision = 0",
};

function distinctClaims(once: readonly OnceClaim[]): readonly OnceClaim[] {
  const seen = new Set<string>();
  for (const claim of once) {
    const key = keyOf(claim);
    if (seen.has(key)) throw claimTaken(claim);
    seen.add(key);
  }
  return once;
}

function keyOf({ realm, kind, id }: OnceKey): string {
  return JSON.stringify([realm, kind, id]);
}

function distinctEvents(events: readonly EventRow[]): readonly EventRow[] {
  const seen = new Map<string, EventRow>();
  for (const event of events) {
    const position = positionOf(event);
    const other = seen.get(position);
    if (other !== undefined && other.id !== event.id) throw collision(event);
    if (other === undefined) seen.set(position, event);
  }
  return seen.size === events.length ? events : [...seen.values()];
}

type Position = Pick<EventRow, "realm" | "writer" | "sequence">;

function positionOf({ realm, writer, sequence }: Position): string {
  return JSON.stringify([realm, writer, sequence]);
}

function collision({ realm, writer, sequence }: Position): Error {
  return new Error(`two events at one position: ${realm} ${writer} ${sequence}`);
}

const positions: Statement = {
  name: "positions",
  text: `SELECT realm, writer, sequence, e.id FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
    AS p (realm, writer, sequence, id) JOIN event_position e USING (realm, writer, sequence)`,
};

/** The ids of what stands in the positions of these events; undefined where there is nothing. */
export async function idsAt(
  session: Session,
  events: readonly EventRow[],
): Promise<readonly (string | undefined)[]> {
  const ids = new Map<string, string>();
  for (const { realm, writer, sequence, id } of await session.ask(positions, positionColumns(events))) {
    const position = { realm: text(realm), writer: text(writer), sequence: Number(sequence) };
    ids.set(positionOf(position), text(id));
  }
  return events.map((event) => ids.get(positionOf(event)));
}

/** The events that are not there yet; those that are there are left as they are. */
async function newEvents(session: Session, events: readonly EventRow[]): Promise<readonly EventRow[]> {
  const ids = await idsAt(session, events);
  return events.filter((event, at) => {
    if (ids[at] !== undefined && ids[at] !== event.id) throw collision(event);
    return ids[at] === undefined;
  });
}

const standing: Statement = {
  name: "standing",
  text: "SELECT realm, revision, change_id FROM realm WHERE realm = ANY ($1::text[])",
};

/** Moved; or it stands still, and somebody held it who might have moved it. */
async function whyNotRelied(session: Session, relied: Commit["relied"]): Promise<StorageError> {
  const rows = await session.ask(standing, [keptTexts(relied, ({ realm }) => realm)]);
  const heads = new Map(rows.map((row) => [text(row.realm), row]));
  const moved = relied.find(({ realm, revision, changeId }) => {
    const head = heads.get(realm);
    if (Number(head?.revision ?? 0) !== revision) return true;
    return changeId !== undefined && text(head?.change_id) !== changeId;
  });
  return moved === undefined
    ? new StorageError("try-again", "a realm that was relied on is being changed")
    : new StorageError("lost-race", `the realm ${moved.realm}, which was relied on, has moved`);
}

const claims: Statement = {
  name: "claims",
  text: `SELECT realm, kind, id, o.body FROM unnest($1::text[], $2::text[], $3::text[])
    AS c (realm, kind, id) JOIN once o USING (realm, kind, id)`,
};

/** What stands in the places of these claims, in their order; undefined where there is nothing. */
export async function claimBodies(
  session: Session,
  once: readonly OnceKey[],
): Promise<readonly (string | undefined)[]> {
  const bodies = new Map<string, string>();
  for (const { realm, kind, id, body } of await session.ask(claims, keyColumns(once))) {
    bodies.set(keyOf({ realm: text(realm), kind: text(kind), id: text(id) }), text(body));
  }
  return once.map((claim) => bodies.get(keyOf(claim)));
}

async function whoseClaim(session: Session, once: readonly OnceClaim[]): Promise<StorageError> {
  const bodies = await claimBodies(session, once);
  const at = bodies.findIndex((body) => body !== undefined);
  const claim = once[at];
  // Purged meanwhile; or the claim was that of a realm being made, which somebody made sure never to be.
  return claim === undefined
    ? new StorageError("lost-race", "a claim of the commit was taken")
    : claimTaken(claim);
}
