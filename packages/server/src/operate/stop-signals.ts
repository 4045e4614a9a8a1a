import type { EventEmitter } from "node:events";

const stopping = ["SIGTERM", "SIGINT"] as const;

export interface StopSignals {
  /** Resolves at the first signal. */
  readonly first: Promise<void>;
  /** Gives the signals back to the process. */
  release(): void;
}

/**
 * Waits for SIGTERM or SIGINT. A second one calls `atOnce`: whoever sends it does not want to wait for requests
 * under way.
 */
export function stopSignals(source: EventEmitter, atOnce: () => void): StopSignals {
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
