import { type MessagePort, parentPort } from "node:worker_threads";
import { StorageError } from "../contract.ts";
import { OpenError } from "../open-error.ts";
import { openDatabase } from "./database.ts";
import { dumpOver } from "./dump.ts";
import { eventTables } from "./events.ts";
import type { Answer, Call, Failure, Opened, Task, Verbs, WorkerOptions } from "./protocol.ts";
import { verbsOver } from "./verbs.ts";

/** The thread that owns the connection: takes lists of calls, begins them in order, and answers each. */

interface Database {
  readonly verbs: Verbs;
  /** See `Events`. */
  index(): boolean;
}

function open(options: WorkerOptions): Database {
  let connection = openDatabase(options);
  let events = eventTables(connection);
  const dump = dumpOver(() => connection, options.path);
  const verbs: Verbs = {
    ...verbsOver(connection, events),
    beginDump: dump.begin,
    nextOfDump: dump.next,
    endDump: dump.end,
    async wipe() {
      await dump.end();
      if (options.path !== undefined) throw new Error("only a database in memory can be wiped");
      connection.db.close();
      connection = openDatabase(options);
      events = eventTables(connection);
      Object.assign(verbs, verbsOver(connection, events));
    },
    async close() {
      await dump.end();
      connection.db.close();
    },
  };
  return { verbs, index: () => connection.db.isOpen && events.index() };
}

/**
 * Indexes events between the calls: a step in each turn of the loop until there is no more to do. Where calls come
 * without pause each still makes room for one, which indexes more than a call adds.
 */
function createIndexing({ index }: Database): { wake(): void } {
  let awake = false;
  function step(): void {
    awake = index();
    if (awake) setImmediate(step);
  }
  return {
    wake() {
      if (awake) return;
      awake = true;
      setImmediate(step);
    },
  };
}

function answer(port: MessagePort, verbs: Verbs, [number, verb, args]: Call): void {
  const done = (value: unknown) => port.postMessage([[number, undefined, value]] satisfies Answer[]);
  const failed = (error: unknown) =>
    port.postMessage([[number, toFailure(error), undefined]] satisfies Answer[]);
  try {
    const run = verbs[verb] as (...args: readonly unknown[]) => unknown;
    const value = run(...args);
    if (value instanceof Promise) value.then(done, failed);
    else done(value);
  } catch (error) {
    failed(error);
  }
}

function toFailure(error: unknown): Failure {
  if (error instanceof StorageError) {
    return { as: "storage", kind: error.kind, message: error.message, taken: error.taken };
  }
  return { as: "bug", message: error instanceof Error ? error.message : String(error) };
}

/** One database after another, each by a port of its own, on which nothing is heard of the ones before. */
parentPort!.on("message", ({ port, options }: Task) => {
  try {
    const database = open(options);
    const indexing = createIndexing(database);
    port.on("message", (calls: readonly Call[]) => {
      for (const call of calls) answer(port, database.verbs, call);
      indexing.wake();
    });
    port.postMessage({ opened: true } satisfies Opened);
  } catch (error) {
    const code = error instanceof OpenError ? error.code : undefined;
    port.postMessage({ opened: false, code, message: (error as Error).message } satisfies Opened);
  }
});
