import type { ServerResponse } from "node:http";

const waiting = new WeakSet<ServerResponse>();

/** Notes that the client sends its body only when asked (`Expect: 100-continue`). */
export function awaitsContinue(response: ServerResponse): void {
  waiting.add(response);
}

/**
 * Asks for the body of a request where the client waits to be asked. To be called when the head has been accepted
 * and the body is about to be read; a request that is refused on its head is never asked for its body.
 */
export function askForBody(response: ServerResponse): void {
  if (!waiting.delete(response) || response.headersSent) return;
  response.writeContinue();
}
