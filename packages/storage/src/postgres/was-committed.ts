import { randomUUID } from "node:crypto";
import type { Commit, RealmWrite } from "../contract.ts";
import { claimColumns } from "./commit-rows.ts";
import { claimBodies, idsAt } from "./commits.ts";
import type { Statement } from "./connection.ts";
import { kept } from "./kept-text.ts";
import { makingClaim } from "./making-claim.ts";
import type { Session } from "./session.ts";
import { waitForStandby } from "./wait-for-standby.ts";

/**
 * Whether a commit is durable, and if it is not, that it never will be: its bytes may still be on their way, or its
 * transaction under way on a connection that this node gave up.
 *
 * INVARIANT: after "no" the commit loses its race, whenever it arrives. The realm that it expects at a revision is
 * moved on by an empty change; a realm that it would make cannot be moved, so the claim that its making needs is
 * taken. Both wait for a transaction that holds them and then see what it left, so whoever comes second knows. A realm
 * that stands at the expected revision by another change than the expected one stays: there the commit has lost already.
 *
 * INVARIANT: where there is a synchronous standby it has the commit before the answer is "yes".
 *
 * Without writes nothing need be prevented: an event that arrives late says what was attempted, at its own position,
 * which nothing else takes; a claim that arrives late is held by nobody, so what it stands for is refused for good.
 */
export async function wasCommitted(session: Session, commit: Commit): Promise<boolean> {
  const [write] = commit.writes;
  if (write !== undefined && (await prevented(session, write))) return false;
  if (!(await isThere(session, commit))) return false;
  await waitForStandby(session);
  return true;
}

async function isThere(session: Session, commit: Commit): Promise<boolean> {
  const [write] = commit.writes;
  if (write !== undefined) return await happened(session, write);
  const [event] = commit.events;
  if (event !== undefined) return (await idsAt(session, [event]))[0] === event.id;
  const bodies = await claimBodies(session, commit.once);
  return commit.once.every(({ body }, at) => bodies[at] === body);
}

const moveOn: Statement = {
  name: "move-on",
  text: `WITH moved AS (
      UPDATE realm SET revision = revision + 1, change_id = $3 WHERE realm = $1 AND revision = $2 AND $4::text IN ('', change_id)
        RETURNING realm, revision, change_id
    )
    INSERT INTO change (realm, revision, change_id, body, time)
      SELECT realm, revision, change_id, '[[],[]]', (extract(epoch FROM clock_timestamp()) * 1000)::bigint
        FROM moved
      RETURNING 1`,
};

const preventMaking: Statement = {
  name: "prevent-making",
  text: `INSERT INTO once (realm, kind, id, expires, body) SELECT * FROM unnest(
      $1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[]
    ) ON CONFLICT DO NOTHING RETURNING 1`,
};

/** true: it had not happened, and now it cannot. */
async function prevented(session: Session, write: RealmWrite): Promise<boolean> {
  const { realm, expected, expectedChangeId = "" } = write;
  const rows =
    expected === 0
      ? await session.decide(preventMaking, claimColumns([makingClaim(write)]))
      : await session.decide(moveOn, [kept(realm), expected, randomUUID(), kept(expectedChangeId)]);
  return rows.length > 0;
}

const change: Statement = {
  name: "has-change",
  text: "SELECT 1 FROM change WHERE realm = $1 AND revision = $2 AND change_id = $3",
};

/** Asked by a statement of its own, whose snapshot holds what the one before waited for. */
async function happened(session: Session, { realm, revision, changeId }: RealmWrite): Promise<boolean> {
  return (await session.ask(change, [kept(realm), revision, kept(changeId)])).length > 0;
}
