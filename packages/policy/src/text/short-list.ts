const none: readonly never[] = [];

/** The same items in an array without room for more: a compiled policy keeps many short lists. */
export function shortList<T>(items: readonly T[]): readonly T[] {
  return items.length === 0 ? none : items.slice();
}
