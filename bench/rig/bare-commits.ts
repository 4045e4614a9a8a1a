import { once } from "node:events";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { newFolder } from "./folder.ts";
import type { Scope } from "./scope.ts";

/**
 * The floor of changes: SQLite alone, set as the driver sets it, in a worker as the driver has it, one row a commit,
 * one commit after another. Gives a function that counts commits a second.
 */
export async function bareCommits(scope: Scope): Promise<(milliseconds: number) => Promise<number>> {
  const path = join(newFolder(scope), "bare.db");
  const worker = new Worker(resolve(import.meta.dirname, "bare-commits-worker.ts"), { workerData: path });
  scope.keep(worker, async (each) => void (await each.terminate()));
  await once(worker, "message");
  const commit = async (): Promise<void> => {
    const done = once(worker, "message");
    worker.postMessage("commit");
    await done;
  };
  return async (milliseconds) => {
    const began = performance.now();
    let count = 0;
    for (; performance.now() < began + milliseconds; count += 1) await commit();
    return (count * 1000) / (performance.now() - began);
  };
}
