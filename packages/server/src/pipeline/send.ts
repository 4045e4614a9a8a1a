import { type Answer, dialectOf, dialectOfCall, encodeFailure, type Failure } from "@portcullis/wire";
import type { Exchange } from "./exchange.ts";

/** The answer of a failure, in the protocol that the client speaks. */
export function failureAnswer(exchange: Exchange, failure: Failure): Answer {
  const { service, operation, message, contentType, target, requestId } = exchange;
  const dialect =
    service === undefined
      ? dialectOfCall({ method: message.method, contentType, target })
      : dialectOf(service);
  return encodeFailure(dialect, failure, requestId, operation);
}

/**
 * Answers that leave at the end of this turn of the event loop, one after the other. Sent as each is ready, between
 * the work for two requests, every one would wake its client's thread, which costs more than sending.
 */
const leaving: { readonly exchange: Exchange; readonly answer: Answer }[] = [];

/** Sends the answer with those of the other requests of this turn. */
export function send(exchange: Exchange, answer: Answer): void {
  if (leaving.length === 0) setImmediate(sendAll);
  leaving.push({ exchange, answer });
}

function sendAll(): void {
  for (const { exchange, answer } of leaving.splice(0)) write(exchange, answer);
}

function write({ response, requestId }: Exchange, { status, contentType, body }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, [
    "x-amzn-RequestId",
    requestId,
    "Content-Type",
    contentType,
    "Content-Length",
    String(Buffer.byteLength(body)),
  ]);
  response.end(body);
}
