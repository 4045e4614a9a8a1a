import { setTimeout as wait } from "node:timers/promises";
import { type Commit, type Storage, StorageError } from "./contract.ts";

const tries = 6;
const firstPause = 5;

/** Milliseconds from the beginning after which it is not tried again: each try takes a hanging storage's own deadline. */
const trying = 700;
/** Milliseconds from the beginning after which the caller is answered, whatever is known by then. */
const patience = 1700;

/**
 * Commits and knows how it ended: repeats while the storage is busy, and resolves an unknown outcome by looking for the
 * commit itself. Rejects with lost-race or away (nothing was written), with try-again where it stays busy for all tries or
 * for as long as is tried, and with unknown only where the storage cannot be asked in time.
 */
export async function commitSurely(storage: Storage, commit: Commit): Promise<void> {
  const began = performance.now();
  for (let tried = 1; ; tried += 1) {
    try {
      return await storage.commit(commit);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (error.kind === "unknown") return await resolveUnknown(storage, commit, error, began + patience);
      if (error.kind !== "try-again" || tried === tries || performance.now() > began + trying) throw error;
      await wait(firstPause * 2 ** (tried - 1));
    }
  }
}

async function resolveUnknown(
  storage: Storage,
  commit: Commit,
  cause: StorageError,
  deadline: number,
): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const found = await look(storage, commit, deadline);
    if (found === "committed") return;
    if (found === "not committed") throw new StorageError("away", cause.message, { cause });
    if (tried === tries || performance.now() > deadline) {
      throw new StorageError("unknown", cause.message, { cause });
    }
    await wait(firstPause * 2 ** (tried - 1));
  }
}

async function look(
  storage: Storage,
  commit: Commit,
  deadline: number,
): Promise<"committed" | "not committed" | "no answer"> {
  const end = new AbortController();
  const late = wait(Math.max(0, deadline - performance.now()), undefined, { signal: end.signal }).catch(
    () => undefined,
  );
  try {
    const found = await Promise.race([storage.wasCommitted(commit), late]);
    if (found === undefined) return "no answer";
    return found ? "committed" : "not committed";
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return "no answer";
  } finally {
    end.abort();
  }
}
