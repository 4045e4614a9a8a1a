import { appendSurely } from "./append-surely.ts";
import { type EventQuery, type EventRow, type Storage, StorageError } from "./contract.ts";
import { matches, newestFirst } from "./event-order.ts";
import { oneOfEach } from "./one-of-each.ts";

export interface SpoolOptions {
  readonly storage: Storage;
  /** Events that may wait; default 50,000. */
  readonly mostEvents?: number;
  /** Characters of records that may wait; default 64 Mi. */
  readonly mostBytes?: number;
  /** Milliseconds that an event waits for company; default 100. */
  readonly patience?: number;
  /** Events in one transaction; default 64, so that it does not keep changes waiting for long. */
  readonly mostInFlush?: number;
  /**
   * Called with what a flush failed with: a `StorageError` (the events are kept and it is tried again), or the
   * bug for which one event was refused and left out.
   */
  readonly onError?: (error: unknown) => void;
}

/** Events on their way to the disk: bounded, in order, stored within a second while the storage takes them. */
export interface Spool {
  /** false: the spool is full and the event was not taken; the call that it tells of must be refused. */
  offer(event: EventRow): boolean;
  /**
   * Resolves when the events are on disk; they travel with the next flush, which begins at once. Rejects with a
   * `StorageError` (away: the spool is full or the storage is; unknown), and the events are given up.
   */
  durable(events: readonly EventRow[], options?: { readonly urgent?: boolean }): Promise<void>;
  /** Resolves when everything that was offered before is on disk. Rejects as the first failing flush does. */
  flush(): Promise<void>;
  /** Events that match and may not be on disk yet, newest first. */
  spooled(query: EventQuery): readonly EventRow[];
  /**
   * The storage's look-up, with this spool's own events among them, each once. Of a realm one goes on at a time: the
   * storage does one after another, and many of one account then keep another's waiting for one of them only. Rejects
   * with a `StorageError`, at once where too many of the realm wait.
   */
  find(query: EventQuery): Promise<readonly EventRow[]>;
  size(): { readonly events: number; readonly bytes: number };
  /** Everything that was offered and is not on disk, in order. */
  waiting(): readonly EventRow[];
  /** Flushes what is left and stops. Rejects where that failed. */
  close(): Promise<void>;
}

interface Request {
  readonly events: readonly EventRow[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const longestPause = 1000;
/** Of one realm, that are under way or wait: whoever asked and went away does not end them. */
const MOST_LOOK_UPS = 16;

export function createSpool(options: SpoolOptions): Spool {
  const { storage, mostEvents = 50_000, mostBytes = 64 << 20, patience = 100, mostInFlush = 64 } = options;
  const onError = options.onError ?? (() => undefined);
  /** What was offered, in order, cut into what one flush takes; `flying` is on its way. */
  const chunks: EventRow[][] = [];
  let flying: readonly EventRow[] = [];
  let requests: Request[] = [];
  const lookUp = oneOfEach(MOST_LOOK_UPS);
  const size = { events: 0, bytes: 0 };
  let current: Promise<void> = Promise.resolve();
  let following: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let offered = 0;
  let stored = 0;
  let failures = 0;
  let closed = false;

  function take(events: readonly EventRow[]): boolean {
    const bytes = weight(events);
    if (closed || size.events + events.length > mostEvents || size.bytes + bytes > mostBytes) return false;
    size.events += events.length;
    size.bytes += bytes;
    return true;
  }

  function letGo(events: readonly EventRow[]): void {
    size.events -= events.length;
    size.bytes -= weight(events);
  }

  /** The flush after the one under way; whoever asks meanwhile shares it. */
  function next(): Promise<void> {
    following ??= current.then(() => {
      following = undefined;
      const done = write();
      current = done.catch(() => undefined);
      return done;
    });
    return following;
  }

  function soon(): void {
    if (timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        next().catch(() => undefined);
      },
      Math.min(patience * 2 ** failures, longestPause),
    );
  }

  async function write(): Promise<void> {
    const asked = requests;
    requests = [];
    flying = chunks.shift() ?? [];
    const requested = asked.flatMap(({ events }) => events);
    try {
      const refused = await appendSurely(storage, [...requested, ...flying], false);
      letGo(flying);
      stored += flying.length;
      failures = 0;
      for (const error of refused.values()) onError(error);
      for (const { events, resolve, reject } of asked) {
        const bad = events.find((event) => refused.has(event));
        if (bad === undefined) resolve();
        else reject(refused.get(bad));
      }
    } catch (error) {
      if (flying.length > 0) chunks.unshift(flying as EventRow[]);
      failures += 1;
      for (const { reject } of asked) reject(error);
      onError(error);
      throw error;
    } finally {
      letGo(requested);
      flying = [];
      if (chunks.length > 1 && failures === 0) next().catch(() => undefined);
      else if (chunks.length > 0 && !closed) soon();
    }
  }

  async function drain(): Promise<void> {
    const upTo = offered;
    while (stored < upTo) await next();
  }

  const spooled: Spool["spooled"] = (query) =>
    [flying, ...chunks]
      .flatMap((chunk) => chunk.filter((event) => matches(query, event)))
      .sort(newestFirst)
      .slice(0, query.limit);

  return {
    offer(event) {
      if (!take([event])) return false;
      offered += 1;
      const chunk = chunks.at(-1);
      if (chunk !== undefined && chunk.length < mostInFlush) {
        chunk.push(event);
        if (chunk.length === mostInFlush && failures === 0) next().catch(() => undefined);
      } else chunks.push([event]);
      soon();
      return true;
    },
    async durable(events, { urgent = false } = {}) {
      if (urgent) {
        const [refused] = (await appendSurely(storage, events, urgent)).values();
        if (refused !== undefined) throw refused;
        return;
      }
      if (!take(events)) throw new StorageError("away", "the events' spool is full");
      await new Promise<void>((resolve, reject) => {
        requests.push({ events, resolve, reject });
        next().catch(() => undefined);
      });
    },
    flush: drain,
    spooled,
    find: (query) =>
      lookUp(query.realm, async () => {
        // The spool first: what moves to the disk meanwhile is then found twice, never not at all.
        const own = spooled(query);
        const found = new Map(own.map((event) => [`${event.writer} ${event.sequence}`, event]));
        for (const event of await storage.findEvents(query))
          found.set(`${event.writer} ${event.sequence}`, event);
        return [...found.values()].sort(newestFirst).slice(0, query.limit);
      }),
    waiting: () => [...flying, ...chunks.flat()],
    size: () => ({ ...size }),
    async close() {
      closed = true;
      clearTimeout(timer);
      await drain();
    },
  };
}

/** Characters of the record, and about what its columns take. */
function weight(events: readonly EventRow[]): number {
  let bytes = 0;
  for (const { record } of events) bytes += record.length + 256;
  return bytes;
}
