import { StorageError } from "../contract.ts";
import { type Connection, connectTo, type Route } from "./connection.ts";
import { startDeadline } from "./deadlines.ts";
import { unreachable } from "./errors.ts";
import { type Session, sessionOver } from "./session.ts";

/**
 * A few connections for one sort of calls, so that no sort keeps another from the database. Each call has a deadline:
 * the connection that has not answered by then is dropped. So a call that waited for most of its time is refused rather
 * than begun: it would be cut midway, and its connection with it, and the calls after it would wait for another one.
 */
export interface Lane {
  /** Rejects with a `StorageError` or what `work` threw. */
  use<T>(limit: number, work: (session: Session) => Promise<T>): Promise<T>;
  /** Waits for the calls that are under way; what comes after is refused. */
  close(): Promise<void>;
}

export interface LaneOptions {
  readonly route: Route;
  /** Connections at once. */
  readonly most: number;
  /** Calls that may wait for one; what comes beyond is refused at once. By default any number. */
  readonly mostWaiting?: number | undefined;
  readonly connectLimit: number;
}

interface Waiting {
  readonly go: () => void;
}

/** The part of its time that a call may wait for its turn. */
const mostOfTime = 2 / 3;

export function openLane({ route, most, mostWaiting = Infinity, connectLimit }: LaneOptions): Lane {
  const idle: Connection[] = [];
  const waiting: Waiting[] = [];
  let busy = 0;
  let closed: Promise<void> | undefined;
  let onQuiet: (() => void) | undefined;

  /** Resolves when it is this call's turn to hold a connection. */
  async function seat(patience: number): Promise<void> {
    if (busy < most) {
      busy += 1;
      return;
    }
    if (waiting.length >= mostWaiting) throw inUse();
    const began = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const place: Waiting = { go: resolve };
    waiting.push(place);
    const { signal, clear } = startDeadline(patience);
    signal.addEventListener("abort", () => {
      const at = waiting.indexOf(place);
      if (at === -1) return;
      waiting.splice(at, 1);
      reject(inUse());
    });
    await promise.finally(clear);
    // In a process that was busy for long the turn may come before the deadline does.
    if (performance.now() - began <= patience) return;
    leave();
    throw inUse();
  }

  /** The seat goes to whoever waits longest. */
  function leave(): void {
    const next = waiting.shift();
    if (next !== undefined) next.go();
    else busy -= 1;
    if (busy === 0) onQuiet?.();
  }

  async function connection(signal: AbortSignal): Promise<Connection> {
    for (let free = idle.pop(); free !== undefined; free = idle.pop()) if (!free.lost()) return free;
    const connecting = startDeadline(connectLimit);
    try {
      return await connectTo(route, AbortSignal.any([signal, connecting.signal]));
    } catch (error) {
      throw unreachable(error);
    } finally {
      connecting.clear();
    }
  }

  async function onConnection<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
    const held = await connection(signal);
    const drop = () => held.destroy();
    signal.addEventListener("abort", drop);
    try {
      if (signal.aborted) throw new StorageError("away", "the database does not answer");
      return await work(sessionOver(held));
    } catch (error) {
      // Where this one led is away; the next one may lead to what took its place.
      if (error instanceof StorageError && error.kind === "away") drop();
      throw error;
    } finally {
      signal.removeEventListener("abort", drop);
      if (!held.lost()) idle.push(held);
    }
  }

  return {
    async use(limit, run) {
      if (closed !== undefined) throw new StorageError("away", "the storage is closed");
      const deadline = startDeadline(limit);
      try {
        await seat(limit * mostOfTime);
        try {
          return await onConnection(deadline.signal, run);
        } finally {
          leave();
        }
      } finally {
        deadline.clear();
      }
    },
    close() {
      closed ??= finish();
      return closed;
    },
  };

  async function finish(): Promise<void> {
    if (busy > 0) await new Promise<void>((resolve) => (onQuiet = resolve));
    await Promise.all(idle.splice(0).map((connection) => connection.end()));
  }
}

function inUse(): StorageError {
  return new StorageError("try-again", "every connection to the database is in use");
}
