/** A map of at most so many entries; the one that was not used for longest makes room. */
export interface BoundedMap<K, V> {
  readonly size: number;
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

export function boundedMap<K, V extends object>(limit: number): BoundedMap<K, V> {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new RangeError("a bounded map needs room for one entry");
  // A Map keeps the order of insertion: the first key is the one that was used longest ago.
  const entries = new Map<K, V>();
  let latest: K | undefined;
  return {
    get size() {
      return entries.size;
    },
    get(key) {
      const value = entries.get(key);
      if (value === undefined || key === latest) return value;
      latest = key;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      latest = key;
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= limit) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        return;
      }
    },
  };
}
