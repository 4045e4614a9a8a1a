import { type Confirmation, type RealmRevision, type Storage, StorageError } from "@portcullis/storage";
import type { HeldRealm } from "../realms/realms.ts";

/** Whether a realm was brought up to what the database said: at once, later, or not. */
export type Met = true | Promise<boolean>;

/** What one round found: how far the clocks are apart, or that the database's history is not the one that is held. */
export type Round =
  | {
      readonly kind: "confirmed";
      /** Milliseconds by which the database's clock is ahead, and how far off that may be. */
      readonly clockDifference: number;
      readonly uncertainty: number;
      /** Each realm by itself: one whose changes take long, or cannot be read, holds up no other. */
      readonly met: ReadonlyMap<HeldRealm, Met>;
    }
  | { readonly kind: "other-history"; readonly why: string };

/**
 * Asks the database, in one query, where it stands, and begins to bring every realm up to that. What is held when the
 * query begins must be part of the database's history: a lower revision, or another change at the same one, is another
 * history (a backup that was put back, a clone, a standby that had not received the last commits).
 * Rejects with a `StorageError`.
 * @param otherHistory called where it turns out later that a realm has another history
 */
export async function round(
  storage: Pick<Storage, "confirm" | "changesFrom" | "loadRealm">,
  incarnation: string,
  realms: readonly HeldRealm[],
  otherHistory: (why: string) => void,
): Promise<Round> {
  const held = realms
    .filter(({ cell }) => !cell.isBroken())
    .map((realm) => ({ realm, head: realm.cell.head() }));
  const began = performance.now();
  const confirmation = await storage.confirm(held.map(({ realm }) => realm.realm));
  const took = performance.now() - began;
  if (confirmation.incarnation !== incarnation) {
    return { kind: "other-history", why: "it is of another incarnation" };
  }
  const seen = new Map(confirmation.revisions.map((each) => [each.realm, each]));
  const met = new Map<HeldRealm, Met>();
  for (const { realm, head } of held) {
    const there = seen.get(realm.realm);
    const why = there === undefined ? "is not in it" : difference(head, there);
    if (there === undefined || why !== undefined) {
      return { kind: "other-history", why: `the realm ${realm.realm} ${why}` };
    }
    met.set(realm, head.revision === there.revision || meet(storage, realm, there, otherHistory));
  }
  return { kind: "confirmed", met, ...clockOf(confirmation, took) };
}

async function meet(
  storage: Pick<Storage, "changesFrom" | "loadRealm">,
  { realm, cell }: HeldRealm,
  there: RealmRevision,
  otherHistory: (why: string) => void,
): Promise<boolean> {
  try {
    if (await cell.meet(there, storage)) return true;
    otherHistory(`the realm ${realm} has other changes`);
    return false;
  } catch (error) {
    if (error instanceof StorageError) return false;
    throw error;
  }
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
