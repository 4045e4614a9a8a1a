/** What a server does by itself until it stops. */
export interface Chore {
  /** Begins nothing more. Resolves when what is under way is done. */
  stop(): Promise<void>;
}

/**
 * Does something again and again, each time so long after the last one ended.
 * @param act never rejects; `signal` tells it that nothing more is to be begun
 * @param every milliseconds; `first`: before the first time, by default as long
 */
export function repeat(act: (signal: AbortSignal) => Promise<void>, every: number, first = every): Chore {
  const end = new AbortController();
  let turn: Promise<void> = Promise.resolve();
  let timer = schedule(first);

  function schedule(delay: number): NodeJS.Timeout {
    return setTimeout(() => {
      turn = act(end.signal).finally(() => {
        if (!end.signal.aborted) timer = schedule(every);
      });
    }, delay).unref();
  }

  return {
    stop() {
      end.abort();
      clearTimeout(timer);
      return turn;
    },
  };
}
