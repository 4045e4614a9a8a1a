import { StorageError } from "@portcullis/storage";
import { type Chore, repeat } from "../chore.ts";
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
  let said: string | undefined;

  /** Once, until something else is to be said: the same failure comes back every few seconds. */
  function say(sentence: string | undefined, error?: unknown): void {
    if (sentence !== undefined && sentence !== said) runtime.log.error({ err: error }, sentence);
    said = sentence;
  }

  async function once(signal: AbortSignal): Promise<void> {
    try {
      const read = await runtime.keys.refresh();
      say(runtime.keys.problem());
      if (read !== undefined) await rotation.carryOn(read, signal);
    } catch (error) {
      if (error instanceof StorageError && error.kind === "lost-race") return;
      say("The data keys could not be read again or changed; it is tried again.", error);
    }
  }

  return repeat(once, every);
}
