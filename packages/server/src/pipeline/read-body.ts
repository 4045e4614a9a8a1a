import { type Failure, routeErrors } from "@portcullis/wire";
import type { Exchange, StepResult } from "./exchange.ts";
import { BODY_LIMIT } from "./limits.ts";
import { inTurn } from "./turns.ts";

/**
 * Bytes that all bodies together may take beyond what each one may have by itself. Nothing is proved while a body
 * arrives: who knows the id of a key could else fill the memory, on as many connections as there may be. Few calls are
 * so long, and none of them holds up a short one.
 */
const LARGE_BODIES = 64 << 20;
let taken = 0;

const gone: Failure = { code: "RequestTimeout", message: "The request was not received whole." };
const noRoom: Failure = {
  code: "ServiceUnavailable",
  message: "The server takes no more large requests at the moment.",
};

/**
 * What the body of a call took, once nothing is done for that any more. A client that goes away does not end its call: if
 * its body counted no longer from then on, whoever sends large ones and hangs up would fill the memory.
 */
export function releaseBody(exchange: Exchange): void {
  taken -= exchange.large;
  exchange.large = 0;
}

/** Reads the whole body, stops at the limit, and goes on in its turn. A client that goes away has no answer to get. */
export function readBody(_: unknown, exchange: Exchange): Promise<StepResult> {
  const { request, response } = exchange;
  return new Promise((resolve) => {
    if (request.destroyed || response.destroyed) return resolve(gone);
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = (failure: Failure): void => {
      request.removeAllListeners("data");
      resolve(failure);
    };
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > BODY_LIMIT.signed) return stop(routeErrors.tooLarge);
      const more = Math.max(0, length - BODY_LIMIT.anonymous) - exchange.large;
      if (taken + more > LARGE_BODIES) return stop(noRoom);
      exchange.large += more;
      taken += more;
      chunks.push(chunk);
    });
    request.on("end", () => {
      const [only] = chunks;
      exchange.body = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
      inTurn(() => resolve(undefined));
    });
    // Every request closes; to resolve a second time would cost it more than to ask.
    request.on("close", () => {
      if (!request.readableEnded) resolve(gone);
    });
  });
}
