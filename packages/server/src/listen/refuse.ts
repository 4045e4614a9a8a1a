import { randomUUID } from "node:crypto";
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type Refusal, refusals } from "./refusals.table.ts";

/** The error document of the query protocol, which is what most of our clients read. */
function body(refusal: Refusal, requestId: string): string {
  const { status, code, message } = refusals[refusal];
  const type = status < 500 ? "Sender" : "Receiver";
  return `<ErrorResponse><Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>\n`;
}

/** Answers and ends the connection: after a refusal nobody knows where the next request would begin. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const requestId = randomUUID();
  const text = body(refusal, requestId);
  response.writeHead(refusals[refusal].status, {
    "Content-Type": "text/xml",
    "Content-Length": Buffer.byteLength(text),
    "x-amzn-RequestId": requestId,
    Connection: "close",
  });
  response.end(text);
}

/** The same on a bare socket, where no response object exists. */
export function refuseSocket(socket: Duplex, refusal: Refusal): void {
  if (!socket.writable || socket.destroyed) {
    socket.destroy();
    return;
  }
  const { status } = refusals[refusal];
  const requestId = randomUUID();
  const text = body(refusal, requestId);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(text)}\r\n` +
      `Date: ${new Date().toUTCString()}\r\nx-amzn-RequestId: ${requestId}\r\nConnection: close\r\n\r\n${text}`,
    () => socket.destroy(),
  );
}
