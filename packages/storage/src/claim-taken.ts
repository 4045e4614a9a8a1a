import { type OnceKey, StorageError } from "./contract.ts";

/** What a commit meets whose claim somebody else holds. */
export function claimTaken({ realm, kind, id }: OnceKey): StorageError {
  return new StorageError("lost-race", `the ${kind} is taken`, { taken: { realm, kind, id } });
}
