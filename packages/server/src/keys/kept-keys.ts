import { type KeyRing, type MasterKeys, MasterKeyUnavailable } from "@portcullis/keys";
import { type Reliance, type Storage, StorageError, type WrappedKeys } from "@portcullis/storage";
import { KEYS } from "../realms/realm-names.ts";

/** The keys as they were read, and where they stood. */
export interface ReadKeys extends WrappedKeys {
  /** How often they were changed, and by which change last. */
  readonly revision: number;
  readonly changeId: string | undefined;
  /** The database's clock, epoch milliseconds: the one by which all nodes count. */
  readonly clock: number;
}

/** The data keys of the deployment, and the ring that is renewed from what is kept while the server runs. */
export interface KeptKeys {
  readonly ring: KeyRing;
  readonly masterKeys: MasterKeys;
  /**
   * Where the keys stand that the ring holds, or less. INVARIANT: a commit that puts sealed fields relies on it, so that
   * none goes in under a key that was retired meanwhile: once a key is retired, what is sealed with it only gets less.
   */
  standing(): Reliance;
  /**
   * Reads the keys again and renews the ring. undefined: what is kept cannot be used, as `problem` says, and the ring
   * stays as it was. Rejects with a `StorageError`.
   */
  refresh(): Promise<ReadKeys | undefined>;
  /**
   * Whether something may be sealed with a key that the ring does not hold: the last reading failed, and others turn to
   * new keys after a time in which every node reads them more than once.
   */
  behind(): boolean;
  /** One sentence for the operator. */
  problem(): string | undefined;
}

export function keptKeys(
  storage: Pick<Storage, "confirm" | "deployment" | "keys">,
  ring: KeyRing,
  masterKeys: MasterKeys,
): KeptKeys {
  let standing: Reliance = { realm: KEYS, revision: 0 };
  let problem: string | undefined;
  let behind = false;
  let current: Promise<unknown> = Promise.resolve();
  let following: Promise<ReadKeys | undefined> | undefined;

  async function read(): Promise<ReadKeys | undefined> {
    // Where they stand comes first: keys that are newer than their revision lose a race, older ones would win it.
    const { clock, revisions } = await storage.confirm([KEYS]);
    const deployment = await storage.deployment();
    if (deployment === undefined) throw new StorageError("away", "the database holds no installation");
    const rows = await storage.keys();
    problem = await problemOf(ring.renew(rows));
    if (problem !== undefined) return undefined;
    const { revision, changeId } = revisions[0] ?? { revision: 0, changeId: undefined };
    standing = { realm: KEYS, revision, changeId };
    return { rows, keyCheck: deployment.keyCheck, revision, changeId, clock };
  }

  return {
    ring,
    masterKeys,
    standing: () => standing,
    problem: () => problem,
    behind: () => behind,
    refresh() {
      // Never the reading that is under way: what it asks after may have been missed by it.
      following ??= current.then(() => {
        following = undefined;
        const reading = read();
        current = reading.then(
          (keys) => {
            behind = keys === undefined;
          },
          () => {
            behind = true;
          },
        );
        return reading;
      });
      return following;
    },
  };
}

async function problemOf(renewing: ReturnType<KeyRing["renew"]>): Promise<string | undefined> {
  try {
    return (await renewing)?.message;
  } catch (error) {
    if (error instanceof MasterKeyUnavailable) return error.message;
    throw error;
  }
}
