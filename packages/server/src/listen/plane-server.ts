import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { Socket } from "node:net";
import type { ListenLimits } from "../config/config.ts";
import type { Log } from "../operate/log.ts";
import { type Connections, connections } from "./connections.ts";
import { continueWhenRead } from "./continue.ts";
import type { HostRules } from "./host-rules.ts";
import { LeanRequest } from "./lean-request.ts";
import { type Refusal, refusalOfError } from "./refusals.table.ts";
import { refuse, refuseSocket } from "./refuse.ts";
import { headRefusal } from "./request-head.ts";
import type { TlsMaterial } from "./tls-files.ts";

/** Answers one request. What it throws or rejects with becomes a 500 and a line in the log. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface PlaneOptions {
  readonly plane: string;
  readonly handler: Handler;
  readonly hosts: () => HostRules;
  readonly limits: ListenLimits;
  readonly tls: TlsMaterial | undefined;
  readonly log: Log;
  readonly refused: (refusal: Refusal) => void;
}

export interface PlaneServer {
  readonly server: Server | SecureServer;
  readonly connections: Connections;
}

/** How long a client that sent more than was read may go on before its connection is cut, in milliseconds. */
const lingerMs = 1000;

/** One listener of a plane, with every limit that is the connection's rather than the operation's. */
export function planeServer(options: PlaneOptions): PlaneServer {
  const { limits, log, tls } = options;
  const open = connections();
  const refusal = (kind: Refusal) => options.refused(kind);

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    // An error of a connection that goes away is no error of ours.
    response.on("error", ignore);
    // A client that cut the connection before it was accepted has no address any more: what asks for the address
    // (a condition, the audit trail) would be told of none, and nobody is there to be answered.
    if (socket.remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    if (!open.began(socket, response, () => closeUnread(request))) {
      refusal("busy");
      socket.destroy();
      return;
    }
    const wrong = headRefusal(request, options.hosts(), limits.maxHeaderCount);
    if (wrong !== undefined) {
      refusal(wrong);
      refuse(response, wrong);
      return;
    }
    run(request, response);
  };

  const run = (request: IncomingMessage, response: ServerResponse): void => {
    const failed = (error: unknown): void => {
      refusal("failed");
      log.error({ err: error, plane: options.plane }, "a request failed");
      refuse(response, "failed");
    };
    try {
      const running = options.handler(request, response);
      if (running instanceof Promise) running.catch(failed);
    } catch (error) {
      failed(error);
    }
  };

  const settings = {
    IncomingMessage: LeanRequest,
    insecureHTTPParser: false,
    requireHostHeader: true,
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: Math.max(50, Math.min(1000, limits.headersTimeoutMs / 4)),
    noDelay: true,
    ...(tls === undefined ? {} : { ...tls.current(), handshakeTimeout: limits.headersTimeoutMs }),
  };
  const server = tls === undefined ? createServer(settings) : createSecureServer(settings);
  // Over the limit node drops headers in silence; ours are counted in `headRefusal`, and bounded by size.
  server.maxHeadersCount = 0;
  server.maxConnections = limits.maxConnections;
  // A client that neither reads its answer nor sends anything.
  server.timeout = limits.requestTimeoutMs + limits.keepAliveTimeoutMs;
  server.on("connection", tls === undefined ? open.opened : open.handshaking);
  server.on("secureConnection", open.opened);
  server.on("request", onRequest);
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    continueWhenRead(request, response);
    onRequest(request, response);
  });
  server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) => {
    refusal("malformed");
    refuse(response, "malformed");
  });
  const noUpgrade = (_request: IncomingMessage, socket: Socket): void => {
    refusal("upgrade");
    socket.on("error", ignore);
    refuseSocket(socket, "upgrade");
  };
  server.on("upgrade", noUpgrade);
  server.on("connect", noUpgrade);
  server.on("drop", () => refusal("busy"));
  server.on("tlsClientError", (_error: Error, socket: Socket) => socket.destroy());
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    socket.on("error", ignore);
    if (error.code === "ECONNRESET" || error.code === "EPIPE") {
      socket.destroy();
      return;
    }
    const kind = refusalOfError.get(error.code ?? "") ?? "malformed";
    refusal(kind);
    // An answer under way must not be mixed with an error.
    if (open.owed(socket) === "begun") socket.destroy();
    else refuseSocket(socket, kind);
  });
  if (tls !== undefined) tls.onChange((material) => (server as SecureServer).setSecureContext(material));
  return { server, connections: open };
}

/**
 * Ends a connection whose request was answered before it was read: the answer is sent, what still comes is thrown
 * away for a moment so that the client gets to read the answer, and then the connection is cut.
 */
function closeUnread(request: IncomingMessage): void {
  if (request.complete) return;
  const { socket } = request;
  request.resume();
  socket.end();
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  cut.unref();
  socket.once("close", () => clearTimeout(cut));
}

function ignore(): void {}
