interface Dated {
  /** Epoch milliseconds. */
  readonly newest: number;
}

/** A list that is read only when it is its turn. */
export interface Unopened<T extends Dated> {
  /** Of the first, where there is any; none of it is newer. */
  readonly newest: number;
  /** The newest first. */
  open(): readonly T[];
}

/** What all of the lists hold, the newest first. @param lists by their newest, the newest first */
export function* newestOfAll<T extends Dated>(lists: Iterable<Unopened<T>>): Generator<T> {
  const unopened = lists[Symbol.iterator]();
  const opened: { readonly items: readonly T[]; at: number }[] = [];
  const newestIn = ({ items, at }: (typeof opened)[number]): number => items[at]?.newest ?? -Infinity;
  for (let next = unopened.next(); ; ) {
    let newest = Math.max(...opened.map(newestIn));
    for (; !next.done && next.value.newest >= newest; next = unopened.next()) {
      const list = { items: next.value.open(), at: 0 };
      if (list.items.length > 0) opened.push(list);
      newest = Math.max(newest, newestIn(list));
    }
    const place = opened.findIndex((list) => newestIn(list) === newest);
    const list = opened[place];
    const item = list?.items[list.at];
    if (list === undefined || item === undefined) return;
    list.at += 1;
    if (list.at === list.items.length) opened.splice(place, 1);
    yield item;
  }
}
