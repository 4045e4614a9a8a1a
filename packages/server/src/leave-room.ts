import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds that two pieces of such work are apart at the least. */
const LEAST_PAUSE = 10;

/**
 * Between two pieces of long work that nobody waits for: leaves the storage to requests for as long as the last piece
 * took, so that the work never takes more than half of it.
 * @param took milliseconds; `signal` ends the pause early
 */
export async function leaveRoom(took: number, signal: AbortSignal): Promise<void> {
  await wait(Math.max(LEAST_PAUSE, took), undefined, { ref: false, signal }).catch(() => undefined);
}
