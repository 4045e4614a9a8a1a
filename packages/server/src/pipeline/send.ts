import { type Answer, dialectOf, dialectOfCall, encodeFailure, type Failure } from "@portcullis/wire";
import type { Runtime } from "../runtime.ts";
import type { Exchange } from "./exchange.ts";
import { atEndOfTurn } from "./turns.ts";

/** The answer of a failure, in the protocol that the client speaks. */
export function failureAnswer(exchange: Exchange, failure: Failure): Answer {
  const { service, operation, message, contentType, target, requestId } = exchange;
  const dialect =
    service === undefined
      ? dialectOfCall({ method: message.method, contentType, target })
      : dialectOf(service);
  return encodeFailure(dialect, failure, requestId, operation);
}

const UNAVAILABLE = 503;
/**
 * Another node may do what this one cannot at the moment. A client repeats the call by the connection that it has; by a
 * balancer that passes connections through it would come here again each time, so the next one comes by a new one. Where
 * more of the body is still to come, the connection ends in any case, and not before the client could read the answer.
 */
const ELSEWHERE = ["Connection", "close"] as const;

/** Sends the answer at the end of the turn. */
export function send({ log }: Pick<Runtime, "log">, exchange: Exchange, answer: Answer): void {
  atEndOfTurn(() => {
    try {
      write(exchange, answer);
    } catch (error) {
      // It must not take the other answers of the turn with it.
      log.error({ err: error, requestId: exchange.requestId }, "An answer could not be sent.");
      exchange.response.destroy();
    }
  });
}

function write({ request, response, requestId }: Exchange, { status, contentType, body }: Answer): void {
  // Its connection went wrong meanwhile, and was told so in place of this answer.
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, [
    "x-amzn-RequestId",
    requestId,
    "Content-Type",
    contentType,
    "Content-Length",
    String(Buffer.byteLength(body)),
    ...(status === UNAVAILABLE && request.complete ? ELSEWHERE : []),
  ]);
  response.end(body);
}
