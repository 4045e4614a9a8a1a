import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { newEventId } from "../audit/event-id.ts";
import { newDraw } from "../draw.ts";
import { clientAddress } from "../listen/client-address.ts";
import type { Runtime } from "../runtime.ts";
import type { Exchange } from "./exchange.ts";

const NO_BODY = Buffer.alloc(0);

/** The exchange of a request that just arrived, with what its head says of itself. */
export function receive(runtime: Runtime, request: IncomingMessage, response: ServerResponse): Exchange {
  const { rawHeaders } = request;
  const client = clientAddress(request as Parameters<typeof clientAddress>[0], runtime.trustedProxies);
  const now = runtime.clock.now();
  return {
    request,
    response,
    requestId: randomUUID(),
    arrived: performance.now(),
    now,
    sourceIp: client.address,
    secure: client.secure,
    message: { method: request.method ?? "", target: request.url ?? "", headers: rawHeaders },
    contentType: header(rawHeaders, "content-type"),
    target: header(rawHeaders, "x-amz-target"),
    userAgent: header(rawHeaders, "user-agent"),
    referer: header(rawHeaders, "referer"),
    presented: undefined,
    service: undefined,
    credential: undefined,
    body: NO_BODY,
    operation: undefined,
    operationId: undefined,
    handler: undefined,
    input: Object.create(null),
    caller: undefined,
    home: undefined,
    others: new Map(),
    prepared: undefined,
    draw: newDraw(),
    eventId: newEventId(now),
    sequence: runtime.nextSequence(),
    found: {},
    output: undefined,
    answer: undefined,
  };
}

/** The first header of that name. `req.headers` is not used: making it costs several microseconds. */
function header(rawHeaders: readonly string[], name: string): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const each = rawHeaders[at];
    if (each !== undefined && each.length === name.length && each.toLowerCase() === name) {
      return rawHeaders[at + 1];
    }
  }
  return undefined;
}
