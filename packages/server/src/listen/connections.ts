import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Most requests that one connection may have open: clients of AWS send one after the other. */
const mostPipelined = 8;

/** The open connections of one server, and the answers that each still owes. */
export interface Connections {
  opened(socket: Socket): void;
  /** A connection whose TLS handshake is not over; `opened` comes with another socket object of the same peer. */
  handshaking(socket: Socket): void;
  /** Counts a request until its answer is sent or gone, then calls `over`. False: the connection has too many. */
  began(socket: Socket, response: ServerResponse, over: () => void): boolean;
  /** The answer to write an error with, when the connection owes exactly one that has not begun. */
  owed(socket: Socket): ServerResponse | "none" | "begun";
  readonly size: number;
  /**
   * From now on answers say that they are the last of their connections, so that clients come by new ones, which a
   * balancer gives to other nodes. Only where the whole request was read: else the client might not read the answer.
   */
  leave(): void;
  /** Ends what is idle now, and from now on every connection as its last answer is sent. */
  drain(): void;
  destroyAll(): void;
}

export function connections(): Connections {
  const open = new Map<Socket, ServerResponse[]>();
  const handshakes = new Map<string, Socket>();
  let leaving = false;
  let draining = false;
  const opened = (socket: Socket): ServerResponse[] => {
    const known = open.get(socket);
    if (known !== undefined) return known;
    const owed: ServerResponse[] = [];
    open.set(socket, owed);
    socket.once("close", () => open.delete(socket));
    return owed;
  };
  const leave = (): void => {
    leaving = true;
    for (const owed of open.values()) sayLast(owed);
  };
  return {
    leave,
    opened(socket) {
      handshakes.delete(peer(socket));
      opened(socket);
    },
    handshaking(socket) {
      const key = peer(socket);
      handshakes.set(key, socket);
      socket.once("close", () => {
        if (handshakes.get(key) === socket) handshakes.delete(key);
      });
    },
    began(socket, response, over) {
      const owed = opened(socket);
      if (owed.length >= mostPipelined) return false;
      owed.push(response);
      if (leaving) sayLast(owed);
      // Closed once only: what `once` wraps around a listener costs more than the listener.
      response.on("close", () => {
        owed.splice(owed.indexOf(response), 1);
        over();
        if (draining && owed.length === 0) socket.end();
      });
      return true;
    },
    owed(socket) {
      const owed = open.get(socket);
      const first = owed?.[0];
      if (owed === undefined || first === undefined) return "none";
      return owed.length === 1 && !first.headersSent ? first : "begun";
    },
    get size() {
      return open.size + handshakes.size;
    },
    drain() {
      leave();
      draining = true;
      for (const socket of handshakes.values()) socket.destroy();
      for (const [socket, owed] of open) if (owed.length === 0) socket.destroy();
    },
    destroyAll() {
      for (const socket of [...handshakes.values(), ...open.keys()]) socket.destroy();
    },
  };
}

/** Of requests that were sent one behind the other all are answered: only the last one's answer ends the connection. */
function sayLast(owed: readonly ServerResponse[]): void {
  const response = owed.at(-1);
  if (response === undefined) return;
  for (const earlier of owed) if (earlier !== response) earlier.shouldKeepAlive = true;
  const { req: request } = response;
  const last = (): void => {
    if (owed.at(-1) === response) response.shouldKeepAlive = false;
  };
  // Nobody need read a request that has no body.
  if (request.readableEnded || !announcesBody(request)) last();
  else request.once("end", last);
}

function announcesBody({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.some((name, at) => at % 2 === 0 && /^(content-length|transfer-encoding)$/i.test(name));
}

function peer(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
