/**
 * A value that is there already, or comes later. Most of what a call needs is in memory: it then goes its whole way
 * without a turn of the event loop.
 */
export type Soon<T> = T | Promise<T>;

/** Goes on with the value when it is there: at once where it is there already. */
export function andThen<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
