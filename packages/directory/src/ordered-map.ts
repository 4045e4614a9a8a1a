import BTreeModule from "sorted-btree";

// sorted-btree is published as CommonJS; Node and TypeScript disagree on what its default import is.
const BTree = ((BTreeModule as unknown as { default?: unknown }).default ??
  BTreeModule) as typeof import("sorted-btree").default;
type Tree<V> = InstanceType<typeof BTree<string, V>>;

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * An immutable map from text to values, ordered by UTF-16 code units. A change copies O(log n) and leaves every
 * earlier map as it was.
 */
export interface OrderedMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  has(key: string): boolean;
  values(): IterableIterator<V>;
  /** Entries whose key is greater than `key`, in order; all of them without one. */
  after(key?: string): IterableIterator<readonly [string, V]>;
  /** Entries whose key begins with `prefix`, in order, strictly after `key` where one is given. */
  startingWith(prefix: string, key?: string): IterableIterator<readonly [string, V]>;
  /** One copy for any number of edits. */
  edit(change: (draft: Draft<V>) => void): OrderedMap<V>;
}

/** What `edit` gives; not to be kept after it. */
export interface Draft<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
}

export function emptyMap<V>(): OrderedMap<V> {
  return wrap<V>(new BTree<string, V>(undefined, byCodeUnit));
}

function wrap<V>(tree: Tree<V>): OrderedMap<V> {
  return {
    size: tree.size,
    get: (key) => tree.get(key),
    has: (key) => tree.has(key),
    values: () => tree.values(),
    after: (key) => entriesAfter(tree, key),
    startingWith: (prefix, key) => entriesStartingWith(tree, prefix, key),
    edit(change) {
      const copy = tree.clone();
      change({
        get: (key) => copy.get(key),
        set: (key, value) => void copy.set(key, value),
        delete: (key) => void copy.delete(key),
      });
      return wrap<V>(copy);
    },
  };
}

function* entriesAfter<V>(tree: Tree<V>, key: string | undefined): IterableIterator<readonly [string, V]> {
  for (const entry of tree.entries(key)) {
    if (entry[0] === key) continue;
    yield entry;
  }
}

function* entriesStartingWith<V>(
  tree: Tree<V>,
  prefix: string,
  key: string | undefined,
): IterableIterator<readonly [string, V]> {
  const from = key !== undefined && key > prefix ? key : prefix;
  for (const entry of tree.entries(from)) {
    if (!entry[0].startsWith(prefix)) return;
    if (entry[0] === key) continue;
    yield entry;
  }
}
