import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { Task, WorkerOptions } from "./protocol.ts";

/** A thread that has one database open. */
export interface Thread {
  /** Calls go in, answers come out. */
  readonly port: MessagePort;
  /** Tells of the end of a thread that was not given back. */
  onEnd(tell: (why: Error) => void): void;
  /** After the database is closed. Without it the thread holds the process. */
  giveBack(): void;
}

/**
 * Threads whose database was closed. To start one takes a tenth of a second of the processor, which whoever opens one
 * database after another pays once.
 */
const idle: Worker[] = [];
const mostIdle = 2;

/** A thread that opens this database. */
export function takeThread(options: WorkerOptions): Thread {
  const worker = idle.pop() ?? start();
  const { port1: port, port2 } = new MessageChannel();
  const tellers: ((why: Error) => void)[] = [];
  const ended = (why: Error): void => {
    port.close();
    for (const tell of tellers) tell(why);
  };
  const exited = (): void => ended(new Error("it ended"));
  worker.on("error", ended);
  worker.on("exit", exited);
  worker.ref();
  worker.postMessage({ port: port2, options } satisfies Task, [port2]);
  return {
    port,
    onEnd: (tell) => void tellers.push(tell),
    giveBack() {
      port.close();
      worker.off("error", ended);
      worker.off("exit", exited);
      if (idle.length >= mostIdle) return void worker.terminate();
      worker.unref();
      idle.push(worker);
    },
  };
}

function start(): Worker {
  // The checkout runs TypeScript as it stands; a published package holds JavaScript.
  const entry = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
  const worker = new Worker(new URL(entry, import.meta.url), { name: "storage" });
  const forget = (): void => {
    const at = idle.indexOf(worker);
    if (at !== -1) idle.splice(at, 1);
  };
  // One that ends while it waits is not missed.
  worker.on("error", forget);
  worker.on("exit", forget);
  return worker;
}
