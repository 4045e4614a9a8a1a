import { connect, type Socket } from "node:net";

export interface Reply {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: Buffer;
}

/** One keep-alive connection that sends requests one after another. */
export interface Connection {
  /** Sends the bytes of a request. `onReply` is called once, also with undefined where the connection ended. */
  send(request: Buffer, onReply: (reply: Reply | undefined) => void): void;
  close(): void;
}

const headEnd = Buffer.from("\r\n\r\n");

/**
 * A client as small as it can be, so that on a machine with two processors the measured server has its own. It takes
 * answers that give their length.
 */
export function openConnection(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.removeListener("error", reject);
      resolve(connectionOver(socket));
    });
  });
}

function connectionOver(socket: Socket): Connection {
  let waiting: ((reply: Reply | undefined) => void) | undefined;
  let held: Buffer | undefined;

  const settle = (reply: Reply | undefined): void => {
    const told = waiting;
    waiting = undefined;
    told?.(reply);
  };
  socket.on("data", (chunk) => {
    const bytes = held === undefined ? chunk : Buffer.concat([held, chunk]);
    const reply = wholeReply(bytes);
    held = reply === undefined ? bytes : undefined;
    if (reply !== undefined) settle(reply);
  });
  socket.on("error", () => undefined);
  socket.on("close", () => settle(undefined));
  return {
    send(request, onReply) {
      waiting = onReply;
      if (socket.destroyed) settle(undefined);
      else socket.write(request);
    },
    close: () => socket.destroy(),
  };
}

function wholeReply(bytes: Buffer): Reply | undefined {
  const end = bytes.indexOf(headEnd);
  if (end === -1) return undefined;
  const head = bytes.toString("latin1", 0, end);
  const from = end + headEnd.length;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  if (bytes.length < from + length) return undefined;
  return { status: Number(head.slice(9, 12)), head, body: bytes.subarray(from, from + length) };
}
