import {
  type RealmId,
  type RealmImage,
  type RealmRevision,
  type RealmWrite,
  type Storage,
  StorageError,
} from "./contract.ts";

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

/** Where what has changed is read. */
type Changes = Pick<Storage, "changesFrom" | "loadRealm">;

/** The committed snapshot of one realm on this node, and the turn to change it. */
export interface Cell<S> {
  readonly realm: RealmId;
  /** Throws where the cell is broken. */
  head(): Head<S>;
  /** Whether the storage holds a change that could not be read: the snapshot is older, and is given to nobody. */
  isBroken(): boolean;
  /** What a head becomes by one more write. Changes nothing. */
  after(head: Head<S>, write: RealmWrite): Head<S>;
  /** Takes over the snapshot that a commit made, where it is the newer one. */
  become(head: Head<S>): void;
  /**
   * Brings the snapshot up to a revision that a storage was seen to hold, by the way of whoever saw it. Waits for
   * nobody's turn: whoever attempts a change on the older one meanwhile loses its race. Resolves to false where the
   * storage has another history than the snapshot, or than what was seen. Rejects with a `StorageError`.
   * Where what has changed cannot be read the cell is broken, until it can.
   */
  meet(seen: RealmRevision, storage: Changes): Promise<boolean>;
  /** The snapshot may be behind: it is brought up to date before the next attempt. */
  doubt(): void;
  /** Catches up where there is doubt. Rejects with a `StorageError`, and the doubt stays. */
  catchUp(): Promise<void>;
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
  let broken: { readonly error: unknown } | undefined;
  let doubtful = false;
  let turn: Promise<void> = Promise.resolve();
  let meeting: Promise<boolean> | undefined;

  /**
   * Reads the newest head: by the changes since, where the tail still has them all from this one to what was seen and
   * can be read; else by loading all of it. Purges leave gaps: each removes what is old enough and nobody else is at.
   * undefined: the database holds another change at this very revision.
   */
  async function newest(from: Changes, seen: number): Promise<(() => Head<S>) | undefined> {
    const before = head;
    const [own, ...since] = await tail(from, before.revision);
    if (own?.revision !== before.revision) return whole(from);
    if (own.changeId !== before.changeId) return undefined;
    const last = since.at(-1)?.revision ?? before.revision;
    const complete = since.every(({ revision }, at) => revision === before.revision + 1 + at);
    return complete && last >= seen ? () => since.reduce(after, before) : whole(from);
  }

  async function tail(from: Changes, revision: number): Promise<readonly RealmWrite[]> {
    try {
      return await from.changesFrom(realm, revision);
    } catch (error) {
      if (error instanceof StorageError) throw error;
      return [];
    }
  }

  async function whole(from: Changes): Promise<() => Head<S>> {
    const image = await from.loadRealm(realm);
    if (image === undefined) throw new StorageError("away", `the realm ${realm} is no longer there`);
    return () => headOf(image);
  }

  async function advance(from: Changes, seen: number): Promise<boolean> {
    const read = await newest(from, seen);
    if (read === undefined) return false;
    try {
      const next = read();
      // It went back after it was seen, and may never get there again.
      if (next.revision < seen) return false;
      become(next);
      broken = undefined;
    } catch (error) {
      broken = { error };
    }
    return true;
  }

  async function confirmed(): Promise<Head<S>> {
    const before = head;
    const [there] = (await storage.confirm([realm])).revisions;
    const read = isAt(before, there) ? () => before : await newest(storage, there?.revision ?? 0);
    const found = read?.();
    // What is held, and who asked on the strength of it, belong to a history that is no more: whoever follows the
    // database drops both.
    if (found === undefined || found.revision < before.revision) {
      throw new StorageError("away", `the database has another history of the realm ${realm}`);
    }
    return found;
  }

  function become(next: Head<S>): void {
    if (next.revision > head.revision) head = next;
  }

  return {
    realm,
    head() {
      if (broken !== undefined) throw broken.error;
      return head;
    },
    isBroken: () => broken !== undefined,
    after,
    become,
    async meet(seen, from) {
      while (head.revision < seen.revision && broken === undefined) {
        meeting ??= advance(from, seen.revision).finally(() => {
          meeting = undefined;
        });
        if (!(await meeting)) return false;
      }
      return true;
    },
    doubt() {
      doubtful = true;
    },
    async catchUp() {
      if (!doubtful) return;
      become(await confirmed());
      broken = undefined;
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

function isAt<S>({ revision, changeId }: Head<S>, there: RealmRevision | undefined): boolean {
  return there?.revision === revision && there.changeId === changeId;
}
