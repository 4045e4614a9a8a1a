import { connect } from "node:net";

/** Longer than every limit of the server under test. */
const patience = 8000;

/**
 * Sends bytes over a connection of their own, and gives what comes back until the server closes it. Rejects where it
 * never does.
 *
 * @param last says that nothing follows. A server may take that for a client that went away, and owes it no answer
 */
export function exchange(port: number, bytes: Buffer, last: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    const parts: Buffer[] = [];
    const hang = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer and no end to\n\n${bytes.toString("latin1")}`));
    }, patience);
    socket.on("data", (part) => parts.push(part));
    // The server may cut what it refuses to read; what it said before counts.
    socket.on("error", () => undefined);
    socket.on("end", () => socket.end());
    socket.on("close", () => {
      clearTimeout(hang);
      resolve(Buffer.concat(parts).toString("latin1"));
    });
    if (last) socket.end(bytes);
    else socket.write(bytes);
  });
}
