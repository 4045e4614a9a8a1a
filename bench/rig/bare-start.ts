import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { oneReply } from "./one-reply.ts";

/** Milliseconds from starting the bare server to its first answer. */
export async function bareStart(): Promise<number> {
  const began = performance.now();
  const child = fork(resolve(import.meta.dirname, "bare-server.ts"));
  try {
    child.send({ contentType: "text/plain", body: "ready" });
    const [port] = (await once(child, "message")) as [number];
    await oneReply(port, Buffer.from(`GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`));
    return performance.now() - began;
  } finally {
    child.kill();
  }
}
