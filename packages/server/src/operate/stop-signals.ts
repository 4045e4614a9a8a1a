import type { EventEmitter } from "node:events";

export type StopSignal = "SIGTERM" | "SIGINT" | "SIGHUP";

export interface StopSignals {
  /** Resolves at the first signal. */
  readonly first: Promise<void>;
  /** Gives the signals back to the process. */
  release(): void;
}

/**
 * Milliseconds in which all signals count as one. A terminal signals the whole group of processes at Ctrl-C, and npm and
 * our launcher, which are in it, pass on what they got.
 */
export const ONE_ASKING = 500;

/**
 * Waits for one of the signals. One that comes later than `ONE_ASKING` after it calls `atOnce`: whoever sends it does
 * not want to wait for requests under way.
 *
 * @param now milliseconds, of a clock that nobody sets
 */
export function stopSignals(
  source: EventEmitter,
  stopping: readonly StopSignal[],
  atOnce: () => void,
  now: () => number = () => performance.now(),
): StopSignals {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked: number | undefined;
  const onSignal = () => {
    asked ??= now();
    if (now() - asked > ONE_ASKING) atOnce();
    resolve();
  };
  for (const signal of stopping) source.on(signal, onSignal);
  return {
    first: promise,
    release: () => {
      for (const signal of stopping) source.off(signal, onSignal);
    },
  };
}
