import { StorageError } from "../contract.ts";
import { OpenError, type OpenErrorCode } from "../open-error.ts";
import type { Answer, Call, Failure, Opened, Verb, Verbs, WorkerOptions } from "./protocol.ts";
import { type Thread, takeThread } from "./threads.ts";

/** The main thread's side of the worker: a promise a call; calls of one turn of the event loop travel together. */
export interface Client {
  call<V extends Verb>(verb: V, ...args: Parameters<Verbs[V]>): Promise<Awaited<ReturnType<Verbs[V]>>>;
  close(): Promise<void>;
}

interface Pending {
  readonly verb: Verb;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Opens the database in a thread. Rejects with an `OpenError`. */
export async function startClient(options: WorkerOptions): Promise<Client> {
  const thread = takeThread(options);
  const opened = await new Promise<Opened>((resolve, reject) => {
    thread.port.once("message", resolve);
    thread.onEnd(reject);
  });
  if (!opened.opened) {
    thread.giveBack();
    if (opened.code === undefined) throw new Error(opened.message);
    throw new OpenError(opened.code as OpenErrorCode, opened.message);
  }
  return clientOf(thread);
}

function clientOf({ port, onEnd, giveBack }: Thread): Client {
  const pending = new Map<number, Pending>();
  let waiting: Call[] = [];
  let last = 0;
  let gone: string | undefined;

  port.on("message", (answers: readonly Answer[]) => {
    for (const [number, failure, value] of answers) {
      const call = pending.get(number)!;
      pending.delete(number);
      if (failure === undefined) call.resolve(value);
      else call.reject(toError(failure));
    }
  });
  onEnd((error) => lose(`the storage thread failed: ${error.message}`));

  function lose(reason: string): void {
    gone ??= reason;
    for (const { verb, reject } of pending.values()) {
      reject(new StorageError(leavesOpen.has(verb) ? "unknown" : "away", reason));
    }
    pending.clear();
  }

  function send(): void {
    const calls = waiting;
    waiting = [];
    try {
      port.postMessage(calls);
    } catch (error) {
      for (const [number] of calls) {
        pending.get(number)?.reject(error);
        pending.delete(number);
      }
    }
  }

  const call: Client["call"] = (verb, ...args) =>
    new Promise((resolve, reject) => {
      if (gone !== undefined) return reject(new StorageError("away", gone));
      last += 1;
      pending.set(last, { verb, resolve: resolve as (value: unknown) => void, reject });
      waiting.push([last, verb, args]);
      if (waiting.length === 1) queueMicrotask(send);
    });

  return {
    call,
    async close() {
      if (gone !== undefined) return;
      const closed = call("close");
      gone = "the storage is closed";
      await closed.finally(giveBack);
    },
  };
}

/** Calls that may have become durable when the thread ended before it answered. */
const leavesOpen: ReadonlySet<Verb> = new Set<Verb>([
  "initialize",
  "commit",
  "appendEvents",
  "claimOnce",
  "replaceKeys",
  "putLocator",
  "mergeUsage",
  "removeUsage",
  "endFill",
]);

function toError(failure: Failure): Error {
  switch (failure.as) {
    case "storage":
      return new StorageError(failure.kind, failure.message, { taken: failure.taken });
    case "bug":
      return new Error(failure.message);
  }
}
