import { type Storage, StorageError } from "@portcullis/storage";
import type { Metrics } from "./operate/metrics.ts";

/** The same storage, whose commits and failures are counted. */
export function measured(storage: Storage, metrics: Metrics): Storage {
  return {
    ...storage,
    async commit(commit) {
      const began = performance.now();
      const seconds = () => (performance.now() - began) / 1000;
      try {
        await storage.commit(commit);
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
