import { type Storage, StorageError } from "@portcullis/storage";
import type { Metrics } from "./operate/metrics.ts";

/**
 * The same storage, whose commits are timed and whose failures are counted: each where it happens, so that an outage
 * shows also while no request meets it.
 */
export function measured(
  storage: Storage,
  metrics: Pick<Metrics, "commit" | "folded" | "storageError">,
): Storage {
  const count = (error: unknown): void => {
    if (error instanceof StorageError) metrics.storageError(error.kind);
  };
  const verbs = Object.entries(storage).map(([name, verb]) => [
    name,
    (...args: readonly unknown[]) => {
      const called: Promise<unknown> = verb(...args);
      // Beside the caller, who waits no turn longer for it.
      called.catch(count);
      return called;
    },
  ]);
  const counted: Storage = Object.fromEntries(verbs);
  return {
    ...counted,
    async *dump() {
      try {
        yield* storage.dump();
      } catch (error) {
        count(error);
        throw error;
      }
    },
    async commit(commit) {
      const began = performance.now();
      const seconds = () => (performance.now() - began) / 1000;
      try {
        await counted.commit(commit);
        metrics.commit("committed", seconds());
        metrics.folded(commit.writes.length);
      } catch (error) {
        if (error instanceof StorageError) {
          metrics.commit(error.kind === "lost-race" ? "lost-race" : "failed", seconds());
        }
        throw error;
      }
    },
  };
}
