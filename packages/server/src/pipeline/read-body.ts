import { routeErrors } from "@portcullis/wire";
import type { Exchange, StepResult } from "./exchange.ts";
import { BODY_LIMIT } from "./limits.ts";

/** Reads the whole body, and stops at the limit. A client that goes away has no answer to get. */
export function readBody(_: unknown, exchange: Exchange): Promise<StepResult> {
  const { request } = exchange;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > BODY_LIMIT.signed) {
        request.removeAllListeners("data");
        resolve(routeErrors.tooLarge);
        return;
      }
      chunks.push(chunk);
    });
    request.once("end", () => {
      const [only] = chunks;
      exchange.body = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
      resolve(undefined);
    });
    request.once("close", () =>
      resolve({ code: "RequestTimeout", message: "The request was not received whole." }),
    );
  });
}
