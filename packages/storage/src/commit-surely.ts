import { setTimeout as wait } from "node:timers/promises";
import { type Commit, type Storage, StorageError } from "./contract.ts";

const tries = 6;
const firstPause = 5;
/** Milliseconds after which it is not tried again: a storage that hangs takes its own deadline for each try. */
const patience = 700;

/**
 * Commits and knows how it ended: repeats while the storage is busy, and resolves an unknown outcome by looking
 * for the commit itself. Rejects with lost-race or away (nothing was written), with try-again after some 300 ms or a
 * few tries of it, and with unknown only where the storage cannot be asked.
 */
export async function commitSurely(storage: Storage, commit: Commit): Promise<void> {
  const until = performance.now() + patience;
  for (let tried = 1; ; tried += 1) {
    try {
      return await storage.commit(commit);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (error.kind === "unknown") return await resolveUnknown(storage, commit, error);
      if (error.kind !== "try-again" || tried === tries || performance.now() > until) throw error;
      await wait(firstPause * 2 ** (tried - 1));
    }
  }
}

async function resolveUnknown(storage: Storage, commit: Commit, cause: StorageError): Promise<void> {
  const until = performance.now() + patience;
  for (let tried = 1; ; tried += 1) {
    try {
      if (await storage.wasCommitted(commit)) return;
      throw new StorageError("away", cause.message, { cause });
    } catch (error) {
      if (!(error instanceof StorageError) || error.cause === cause) throw error;
      if (tried === tries || performance.now() > until)
        throw new StorageError("unknown", cause.message, { cause });
      await wait(firstPause * 2 ** (tried - 1));
    }
  }
}
