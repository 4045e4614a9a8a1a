import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Asks a client that waits to be asked (`Expect: 100-continue`) for its body, at the moment when someone begins to
 * read it: a request that is refused on its head is never asked for its body.
 */
export function continueWhenRead(request: IncomingMessage, response: ServerResponse): void {
  const begin = (event: string | symbol): void => {
    if (event !== "data" && event !== "readable") return;
    request.off("newListener", begin);
    if (!response.headersSent && !response.destroyed) response.writeContinue();
  };
  request.on("newListener", begin);
}
