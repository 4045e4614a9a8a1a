import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Reply } from "./connection.ts";
import type { Scope } from "./scope.ts";

/** Starts the bare server, which answers everything with this answer; gives its port. */
export async function startBareServer(scope: Scope, answer: Reply): Promise<number> {
  const child = scope.keep(fork(resolve(import.meta.dirname, "bare-server.ts")), (each) => void each.kill());
  const contentType = /\r\ncontent-type: *([^\r]*)/i.exec(answer.head)?.[1] ?? "text/xml";
  child.send({ contentType, body: answer.body.toString() });
  const [port] = (await once(child, "message")) as [number];
  return port;
}
