/** Does what has one key one after another, in the order it came; what has other keys waits for none of it. */
export function oneOfEach(): <T>(key: string, run: () => Promise<T>) => Promise<T> {
  /** Of each key that something is under way for: when the last of it is over. */
  const last = new Map<string, Promise<unknown>>();
  return (key, run) => {
    const done = (last.get(key) ?? Promise.resolve()).then(run);
    const over = done
      .catch(() => undefined)
      .then(() => {
        if (last.get(key) === over) last.delete(key);
      });
    last.set(key, over);
    return done;
  };
}
