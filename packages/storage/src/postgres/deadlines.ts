/** How long a call may take before it is given up, in milliseconds, waiting for a connection included. */
export interface Deadlines {
  /** Of a connection that is being made, within the call that needs it. */
  readonly connect: number;
  readonly confirm: number;
  readonly read: number;
  readonly commit: number;
  /** Of the question what became of a commit: with it, whoever waits for the change is answered in two seconds. */
  readonly settle: number;
  readonly load: number;
  /** A look-up of events may read many blocks. */
  readonly find: number;
  readonly purge: number;
}

export const usualDeadlines: Deadlines = {
  connect: 1000,
  confirm: 1000,
  read: 2000,
  commit: 1000,
  settle: 500,
  load: 30_000,
  find: 10_000,
  purge: 30_000,
};

/**
 * A signal that aborts after `limit` ms, unless `clear` comes first. What has arrived by then is looked at before: a
 * process that was busy for long does not take its own slowness for the database's.
 */
export function startDeadline(limit: number): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => setImmediate(() => controller.abort()), limit);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}
