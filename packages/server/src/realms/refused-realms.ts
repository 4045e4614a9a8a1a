import { UnreadableBody } from "@portcullis/directory";
import { type RealmId, StorageError } from "@portcullis/storage";
import type { Log } from "../operate/log.ts";

/**
 * Realms that hold a body which this version cannot read: a node of a newer version wrote it after this one started,
 * or it is damaged. They are refused as if the storage were away, and hold up no other.
 */
export interface RefusedRealms {
  /** What `read` gives. An unreadable body refuses the realm, said once in the log; throws a `StorageError`. */
  reading<T>(realm: RealmId, read: () => T): T;
  has(realm: RealmId): boolean;
  /** Throws why the realm is refused, unless it is time to try it again. */
  unlessDue(realm: RealmId): void;
  /** It was read after all. */
  forget(realm: RealmId): void;
}

/** Milliseconds between two tries: each may read the whole realm. */
const PAUSE = 1000;

export function refusedRealms(log: Pick<Log, "error">, pause: number = PAUSE): RefusedRealms {
  const refused = new Map<RealmId, { readonly error: StorageError; readonly due: number }>();

  function refuse(realm: RealmId, { message }: UnreadableBody): StorageError {
    const holds = `The realm ${realm} holds ${message}`;
    if (!refused.has(realm))
      log.error(`${holds}: its calls are refused; start the version that wrote it, or a newer one.`);
    const error = new StorageError("away", holds);
    refused.set(realm, { error, due: performance.now() + pause });
    return error;
  }

  return {
    reading(realm, read) {
      try {
        return read();
      } catch (error) {
        throw error instanceof UnreadableBody ? refuse(realm, error) : error;
      }
    },
    has: (realm) => refused.has(realm),
    unlessDue(realm) {
      const refusal = refused.get(realm);
      if (refusal !== undefined && performance.now() < refusal.due) throw refusal.error;
    },
    forget: (realm) => void refused.delete(realm),
  };
}
