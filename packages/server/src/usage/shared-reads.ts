/**
 * Of one key two reads at most, however many ask at once: the one that is under way, and one that begins when that is
 * over, for all who have asked meanwhile. So nobody is told of less than there was when it asked.
 */
export function sharedReads<T>(): (key: string, read: () => Promise<T>) => Promise<T> {
  const underWay = new Map<string, { readonly current: Promise<T>; next: Promise<T> | undefined }>();

  function begin(key: string, read: () => Promise<T>): Promise<T> {
    const own = { current: read(), next: undefined };
    underWay.set(key, own);
    void over(own.current).then(() => own.next === undefined && underWay.delete(key));
    return own.current;
  }

  return (key, read) => {
    const own = underWay.get(key);
    if (own === undefined) return begin(key, read);
    own.next ??= over(own.current).then(() => begin(key, read));
    return own.next;
  };
}

const over = (read: Promise<unknown>): Promise<unknown> => read.catch(() => undefined);
