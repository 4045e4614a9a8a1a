import { type RealmId, type RealmImage, type RealmWrite, type Storage, StorageError } from "./contract.ts";

/** A realm's snapshot and the change that made it. */
export interface Head<S> {
  readonly state: S;
  readonly revision: number;
  readonly changeId: string;
}

/** How snapshots are made; the snapshot's type is the caller's, and immutable. */
export interface SnapshotRules<S> {
  readonly realm: RealmId;
  readonly storage: Storage;
  readonly load: (image: RealmImage) => S;
  readonly apply: (state: S, write: RealmWrite) => S;
}

/** The committed snapshot of one realm on this node, and the turn to change it. */
export interface Cell<S> {
  readonly realm: RealmId;
  head(): Head<S>;
  /** What a head becomes by one more write. Changes nothing. */
  after(head: Head<S>, write: RealmWrite): Head<S>;
  become(head: Head<S>): void;
  /** The snapshot may be behind: it is brought up to date before the next attempt. */
  doubt(): void;
  /** Catches up where there is doubt. Rejects with a `StorageError`, and the doubt stays. */
  settle(): Promise<void>;
  /** Resolves when it is this caller's turn, in order of asking; the answer gives the turn back. */
  hold(): Promise<() => void>;
}

export function createCell<S>({ realm, storage, load, apply }: SnapshotRules<S>, image: RealmImage): Cell<S> {
  const headOf = (from: RealmImage): Head<S> => ({
    state: load(from),
    revision: from.revision,
    changeId: from.changeId,
  });
  const after = (from: Head<S>, write: RealmWrite): Head<S> => ({
    state: apply(from.state, write),
    revision: write.revision,
    changeId: write.changeId,
  });
  let head = headOf(image);
  let doubtful = false;
  let turn: Promise<void> = Promise.resolve();

  /** By the changes since, where the tail still reaches back to this snapshot; else by loading all of it. */
  async function newest(): Promise<Head<S>> {
    const [there] = (await storage.confirm([realm])).revisions;
    if (there?.revision === head.revision && there.changeId === head.changeId) return head;
    const [own, ...since] = await storage.changesFrom(realm, head.revision);
    if (own?.revision === head.revision && own.changeId === head.changeId) return since.reduce(after, head);
    const whole = await storage.loadRealm(realm);
    if (whole === undefined) throw new StorageError("away", `the realm ${realm} is no longer there`);
    return headOf(whole);
  }

  return {
    realm,
    head: () => head,
    after,
    become(next) {
      head = next;
    },
    doubt() {
      doubtful = true;
    },
    async settle() {
      if (!doubtful) return;
      head = await newest();
      doubtful = false;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      const mine = turn.then(() => resolve);
      turn = turn.then(() => promise);
      return mine;
    },
  };
}
