import type { EventEmitter } from "node:events";

export type StopSignal = "SIGTERM" | "SIGINT" | "SIGHUP";

export interface StopSignals {
  /** Resolves at the first signal. */
  readonly first: Promise<void>;
  /** Gives the signals back to the process. */
  release(): void;
}

/**
 * Waits for one of the signals. A second one calls `atOnce`: whoever sends it does not want to wait for requests
 * under way.
 */
export function stopSignals(
  source: EventEmitter,
  stopping: readonly StopSignal[],
  atOnce: () => void,
): StopSignals {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  const onSignal = () => {
    if (asked) atOnce();
    asked = true;
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
