import { StorageError } from "./contract.ts";

/**
 * Does what has one key one after another, in the order it came; what has other keys waits for none of it.
 * @param most of one key that may be under way or wait; what comes beyond is rejected with a `StorageError` at once
 */
export function oneOfEach(most: number): <T>(key: string, run: () => Promise<T>) => Promise<T> {
  /** Of each key that something is under way for: how many, and when the last of them is over. */
  const queues = new Map<string, { size: number; last: Promise<unknown> }>();
  return (key, run) => {
    const queue = queues.get(key) ?? { size: 0, last: Promise.resolve() };
    if (queue.size >= most) return Promise.reject(new StorageError("try-again", `too many wait for ${key}`));
    queues.set(key, queue);
    queue.size++;
    const done = queue.last.then(run);
    queue.last = done
      .catch(() => undefined)
      .then(() => {
        queue.size--;
        if (queue.size === 0) queues.delete(key);
      });
    return done;
  };
}
