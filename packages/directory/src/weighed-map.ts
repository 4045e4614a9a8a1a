/** A map whose entries weigh no more than so much together: what was not used for longest makes room. */
export interface WeighedMap<K, V> {
  get(key: K): V | undefined;
  /** What is heavier than the whole map is not kept. */
  set(key: K, value: V, weight: number): void;
}

export function weighedMap<K, V extends object>(most: number): WeighedMap<K, V> {
  // A Map keeps the order of insertion: the first key is the one that was used longest ago.
  const entries = new Map<K, { readonly value: V; readonly weight: number }>();
  let total = 0;

  function drop(key: K): void {
    total -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  }

  return {
    get(key) {
      const found = entries.get(key);
      if (found === undefined) return undefined;
      entries.delete(key);
      entries.set(key, found);
      return found.value;
    },
    set(key, value, weight) {
      drop(key);
      if (weight > most) return;
      entries.set(key, { value, weight });
      total += weight;
      for (const oldest of entries.keys()) {
        if (total <= most) return;
        drop(oldest);
      }
    },
  };
}
