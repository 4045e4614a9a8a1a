import type { Committer, Confirmation, RealmRevision, Storage } from "@portcullis/storage";

/** A realm that is held, as far as following it goes. */
export type Followed = Pick<Committer<unknown>, "cell">;

/** What one round found: how far the clocks are apart, or that the database's history is not the one that is held. */
export type Round =
  | {
      readonly kind: "confirmed";
      /** Milliseconds by which the database's clock is ahead, and how far off that may be. */
      readonly clockDifference: number;
      readonly uncertainty: number;
    }
  | { readonly kind: "other-history"; readonly why: string };

/**
 * Asks the database, in one query, where it stands, and brings every realm up to that. What is held when the query
 * begins must be part of the database's history: a lower revision, or another change at the same one, is another
 * history (a backup that was put back, a clone, a standby that had not received the last commits).
 * Rejects with a `StorageError`.
 */
export async function round(
  storage: Pick<Storage, "confirm" | "changesFrom" | "loadRealm">,
  incarnation: string,
  followed: readonly Followed[],
): Promise<Round> {
  const held = followed.map(({ cell }) => ({ cell, head: cell.head() }));
  const began = performance.now();
  const confirmation = await storage.confirm(held.map(({ cell }) => cell.realm));
  const took = performance.now() - began;
  if (confirmation.incarnation !== incarnation) {
    return { kind: "other-history", why: "it is of another incarnation" };
  }
  const seen = new Map(confirmation.revisions.map((each) => [each.realm, each]));
  for (const { cell, head } of held) {
    const there = seen.get(cell.realm);
    const why = there === undefined ? "is not in it" : difference(head, there);
    if (why !== undefined) return { kind: "other-history", why: `the realm ${cell.realm} ${why}` };
  }
  const met = await Promise.all(
    held.map(({ cell }) => {
      const there = seen.get(cell.realm);
      return there === undefined || cell.meet(there, storage);
    }),
  );
  const at = met.indexOf(false);
  if (at === -1) return { kind: "confirmed", ...clockOf(confirmation, took) };
  return { kind: "other-history", why: `the realm ${held[at]?.cell.realm} has other changes` };
}

function difference(
  head: Pick<RealmRevision, "revision" | "changeId">,
  there: RealmRevision,
): string | undefined {
  if (there.revision < head.revision) return `went back from revision ${head.revision} to ${there.revision}`;
  return there.revision === head.revision && there.changeId !== head.changeId
    ? `has another change at revision ${head.revision}`
    : undefined;
}

/** The database read its clock at some instant while the query was under way. */
function clockOf({ clock }: Confirmation, took: number) {
  return { clockDifference: clock - (Date.now() - took / 2), uncertainty: took / 2 };
}
