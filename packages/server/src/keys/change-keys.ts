import { randomUUID } from "node:crypto";
import type { Asker } from "@portcullis/services";
import type { KeyRow, WrappedKeys } from "@portcullis/storage";
import { serviceEvent } from "../audit/service-event.ts";
import { accountRealm, INSTALLATION, KEYS } from "../realms/realm-names.ts";
import type { Runtime } from "../runtime.ts";
import type { ReadKeys } from "./kept-keys.ts";

/** What can be done to the keys, by the names of its events. */
export type KeyChange =
  | "AnnounceDataKeys"
  | "RewrapDataKeys"
  | "UseDataKeys"
  | "RetireDataKeys"
  | "DropDataKeys";

/**
 * Puts keys in the place of those that were read, with the event of it, and renews this node's ring. Rejects with a
 * `StorageError`; lost-race: somebody else changed them.
 * @param concerned the keys that the change is about
 * @param asker whose account the event is in too: the event of the call that asked may be lost by a kill, the change
 * is not
 */
export async function changeKeys(
  runtime: Runtime,
  read: ReadKeys,
  next: WrappedKeys,
  change: KeyChange,
  concerned: readonly KeyRow[],
  asker?: Asker,
): Promise<void> {
  const write = {
    realm: KEYS,
    expected: read.revision,
    expectedChangeId: read.changeId,
    revision: read.revision + 1,
    changeId: randomUUID(),
    puts: [],
    deletes: [],
  };
  const time = runtime.clock.now();
  const details = {
    keys: concerned.map(({ number, purpose }) => `${number} ${purpose}`),
    ...(asker && { principal: asker.principal, requestId: asker.requestId }),
  };
  const events = [INSTALLATION, ...(asker ? [accountRealm(asker.account)] : [])].map((realm) =>
    serviceEvent(runtime, { realm, name: change, time, details }),
  );
  await runtime.storage.replaceKeys(read, next, { writes: [write], relied: [], events, once: [] });
  await runtime.keys.refresh();
}
