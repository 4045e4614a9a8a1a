import { parentPort, workerData } from "node:worker_threads";
import { StorageError } from "../contract.ts";
import { OpenError } from "../open-error.ts";
import { openDatabase } from "./database.ts";
import type { Answer, Call, Failure, Opened, Verbs, WorkerOptions } from "./protocol.ts";
import { verbsOver } from "./verbs.ts";

/** The thread that owns the connection: takes lists of calls, in order, and answers each. */
const port = parentPort!;
const options = workerData as WorkerOptions;

function open(): Verbs {
  let connection = openDatabase(options);
  let verbs = verbsOver(connection);
  const all: Verbs = {
    ...verbs,
    wipe() {
      if (options.path !== undefined) throw new Error("only a database in memory can be wiped");
      connection.db.close();
      connection = openDatabase(options);
      verbs = verbsOver(connection);
      Object.assign(all, verbs);
    },
    close() {
      connection.db.close();
    },
  };
  return all;
}

function answer(verbs: Verbs, [number, verb, args]: Call): Answer {
  try {
    const run = verbs[verb] as (...args: readonly unknown[]) => unknown;
    return [number, undefined, run(...args)];
  } catch (error) {
    return [number, toFailure(error), undefined];
  }
}

function toFailure(error: unknown): Failure {
  if (error instanceof StorageError) {
    return { as: "storage", kind: error.kind, message: error.message, taken: error.taken };
  }
  return { as: "bug", message: error instanceof Error ? error.message : String(error) };
}

try {
  const verbs = open();
  port.on("message", (calls: readonly Call[]) => {
    for (const call of calls) port.postMessage([answer(verbs, call)] satisfies Answer[]);
  });
  port.postMessage({ opened: true } satisfies Opened);
} catch (error) {
  const code = error instanceof OpenError ? error.code : undefined;
  port.postMessage({ opened: false, code, message: (error as Error).message } satisfies Opened);
}
