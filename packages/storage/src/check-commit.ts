import type { Commit, EntityRow, RealmId, RealmWrite } from "./contract.ts";

/**
 * What every driver refuses before it writes anything: gaps between revisions, changes that no realm can stand at, and
 * texts that would not come back as they were. Throws a TypeError: all are bugs of the caller.
 */
export function checkCommit({ writes, relied }: Commit): void {
  const reached = new Map<RealmId, RealmWrite>();
  for (const write of writes) {
    const { realm, expected, expectedChangeId, revision, puts } = write;
    const last = reached.get(realm);
    const before = last?.revision ?? expected;
    if (expected !== before || revision !== expected + 1 || !Number.isSafeInteger(revision) || expected < 0) {
      throw new TypeError(`the writes of ${realm} leave a gap: ${before}, then ${expected} to ${revision}`);
    }
    checkStanding(realm, expected, expectedChangeId);
    if (last !== undefined && (expectedChangeId ?? last.changeId) !== last.changeId) {
      throw new TypeError(`a write of ${realm} expects another change than the one before it`);
    }
    reached.set(realm, write);
    for (const row of puts) checkRow(row);
  }
  for (const { realm, revision, changeId } of relied) checkStanding(realm, revision, changeId);
}

/** Drivers take the empty text for a change that is not compared, and nothing made a realm that is not there. */
function checkStanding(realm: RealmId, revision: number, changeId: string | undefined): void {
  if (changeId === undefined || (changeId !== "" && revision > 0)) return;
  throw new TypeError(
    `the realm ${realm} is expected at revision ${revision} by a change that there cannot be`,
  );
}

function checkRow({ kind, id, body }: EntityRow): void {
  if (kind.isWellFormed() && id.isWellFormed() && body.isWellFormed() && !id.includes("\0")) return;
  throw new TypeError(`the ${kind} holds a text that cannot be kept as it is`);
}
