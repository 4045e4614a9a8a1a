import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { newEventId } from "../audit/event-id.ts";
import { newDraw } from "../draw.ts";
import { clientAddress } from "../listen/client-address.ts";
import type { Runtime } from "../runtime.ts";
import type { Exchange } from "./exchange.ts";
import { headFields } from "./head-fields.ts";

const NO_BODY = Buffer.alloc(0);
const NO_INPUT: Exchange["input"] = Object.freeze(Object.create(null));
const NOTHING_FOUND: Exchange["found"] = Object.freeze({});

/** The exchange of a request that just arrived, with what its head says of itself. */
export function receive(runtime: Runtime, request: IncomingMessage, response: ServerResponse): Exchange {
  const { rawHeaders } = request;
  const client = clientAddress(request as Parameters<typeof clientAddress>[0], runtime.trustedProxies);
  const head = headFields(rawHeaders);
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
    contentType: head.contentType,
    target: head.target,
    userAgent: head.userAgent,
    referer: head.referer,
    host: head.host,
    announced: head.contentLength,
    presented: undefined,
    service: undefined,
    credential: undefined,
    body: NO_BODY,
    large: 0,
    operation: undefined,
    operationId: undefined,
    readOnly: true,
    handler: undefined,
    input: NO_INPUT,
    caller: undefined,
    home: undefined,
    issuer: undefined,
    freshness: "fresh",
    others: new Map(),
    prepared: undefined,
    draw: newDraw(),
    eventId: newEventId(now),
    sequence: runtime.nextSequence(),
    found: NOTHING_FOUND,
    output: undefined,
    recorded: false,
    answer: undefined,
  };
}
