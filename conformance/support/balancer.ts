/** A load balancer that gives every request to the next node in turn. */
import { createServer, request as forward, type Server } from "node:http";
import { type AddressInfo, connect, createServer as createPassage, type Socket } from "node:net";

export interface Balancer extends AsyncDisposable {
  readonly port: number;
  /** How many requests, or connections, each node was given. */
  readonly given: readonly number[];
}

/** @param ports those of the nodes, on loopback */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const given = ports.map(() => 0);
  let turn = 0;
  const server = createServer((request, response) => {
    const node = turn++ % ports.length;
    given[node] = (given[node] ?? 0) + 1;
    const { method, url, rawHeaders } = request;
    const onward = forward(
      {
        host: "127.0.0.1",
        port: ports[node],
        method,
        path: url,
        headers: rawHeaders as unknown as string[],
        setHost: false,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    given,
    [Symbol.asyncDispose]: () => closed(server),
  };
}

/** One that passes bytes through: what comes by one connection goes to one node, and the next connection to another. */
export async function startPassThrough(ports: readonly number[]): Promise<Balancer> {
  const given = ports.map(() => 0);
  const open = new Set<Socket>();
  let turn = 0;
  const server = createPassage((client) => {
    const node = turn++ % ports.length;
    given[node] = (given[node] ?? 0) + 1;
    const onward = connect(ports[node] ?? 0, "127.0.0.1");
    for (const [socket, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      open.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => open.delete(socket));
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    given,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
