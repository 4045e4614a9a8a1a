import type { Commit, EntityRow, RealmId } from "./contract.ts";

/**
 * What every driver refuses before it writes anything: gaps between revisions, and texts that would not come back
 * as they were. Throws a TypeError: both are bugs of the caller.
 */
export function checkCommit({ writes }: Commit): void {
  const reached = new Map<RealmId, number>();
  for (const { realm, expected, revision, puts } of writes) {
    const before = reached.get(realm) ?? expected;
    if (expected !== before || revision !== expected + 1 || !Number.isSafeInteger(revision) || expected < 0) {
      throw new TypeError(`the writes of ${realm} leave a gap: ${before}, then ${expected} to ${revision}`);
    }
    reached.set(realm, revision);
    for (const row of puts) checkRow(row);
  }
}

function checkRow({ kind, id, body }: EntityRow): void {
  if (kind.isWellFormed() && id.isWellFormed() && body.isWellFormed() && !id.includes("\0")) return;
  throw new TypeError(`the ${kind} holds a text that cannot be kept as it is`);
}
