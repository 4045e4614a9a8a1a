import { StorageError } from "@portcullis/storage";
import { type Chore, repeat } from "../chore.ts";
import { tellOutage } from "../operate/outage.ts";
import type { Runtime } from "../runtime.ts";
import { rotating } from "./carry-on.ts";

/**
 * Milliseconds between two readings of the keys. A new key waits twice as long before it seals, so that a node may miss
 * one reading; and a step of a rotation should take seconds, not minutes, at the price of three small reads.
 */
export const KEYS_EVERY = 5000;

/**
 * Reads the keys again and again, so that this node knows what another one or a rotation did to them, and carries a
 * rotation on from wherever it stands. Every node does: each step is one compare-and-set that one of them wins, or can
 * be repeated, so that a rotation survives the end of whoever began it.
 */
export function keepKeys(runtime: Runtime, every: number = KEYS_EVERY): Chore {
  const rotation = rotating(runtime, every);
  const outage = tellOutage(runtime.log, {
    began: "The data keys cannot be read again or changed; it is tried again",
    over: () => "The data keys are read again.",
    bug: "The data keys could not be read again or changed; it is tried again.",
  });
  let said: string | undefined;

  /** Once, until something else is to be said: the same problem comes back every few seconds. */
  function say(problem: string | undefined): void {
    if (problem !== undefined && problem !== said) runtime.log.error(problem);
    said = problem;
  }

  /** Whether the database answers nobody, which is told by what follows it. */
  async function isAway(): Promise<boolean> {
    return !runtime.follower.answers() || !(await runtime.follower.confirm([]));
  }

  async function once(signal: AbortSignal): Promise<void> {
    try {
      const read = await runtime.keys.refresh();
      say(runtime.keys.problem());
      if (read !== undefined) await rotation.carryOn(read, signal);
      outage.worked();
    } catch (error) {
      if (error instanceof StorageError && (error.kind === "lost-race" || (await isAway()))) return;
      outage.failed(error);
    }
  }

  return repeat(once, every);
}
