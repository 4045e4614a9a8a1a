import { randomUUID } from "node:crypto";
import type { KeyRow, WrappedKeys } from "@portcullis/storage";
import { serviceEvent } from "../audit/service-event.ts";
import { INSTALLATION, KEYS } from "../realms/realm-names.ts";
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
 */
export async function changeKeys(
  runtime: Runtime,
  read: ReadKeys,
  next: WrappedKeys,
  change: KeyChange,
  concerned: readonly KeyRow[],
): Promise<void> {
  const write = {
    realm: KEYS,
    expected: read.revision,
    revision: read.revision + 1,
    changeId: randomUUID(),
    puts: [],
    deletes: [],
  };
  const event = serviceEvent(runtime, {
    realm: INSTALLATION,
    name: change,
    time: runtime.clock.now(),
    details: { keys: concerned.map(({ number, purpose }) => `${number} ${purpose}`) },
  });
  await runtime.storage.replaceKeys(read, next, { writes: [write], relied: [], events: [event], once: [] });
  await runtime.keys.refresh();
}
