import { createServer, connect as dial, type Server, type Socket } from "node:net";

export type Direction = "to-database" | "to-client";

/** A network between a client and its database, that fails as it is told. */
export interface Network {
  readonly port: number;
  /**
   * Bytes of this direction no longer arrive, and nobody is told, as on a network that is cut. They arrive when it
   * heals, as TCP has them do, although whoever sent them may be gone by then.
   */
  cut(...directions: readonly Direction[]): void;
  /** Everything goes on, what was held first. */
  heal(): void;
  /** New connections are refused, and those that are there are reset. */
  refuse(): Promise<void>;
  /** Takes connections again. */
  accept(): Promise<void>;
  /** Resets every connection; new ones go through. */
  reset(): void;
  /** Every chunk of bytes arrives so many milliseconds later. */
  delay(milliseconds: number): void;
  /** Connections whose client is gone and whose database is not: there may be something on its way yet. */
  abandoned(): number;
  close(): Promise<void>;
}

/** One direction of one connection. */
interface Pipe {
  readonly direction: Direction;
  release(): void;
}

export async function startNetwork(target: {
  readonly host: string;
  readonly port: number;
}): Promise<Network> {
  const cuts = new Set<Direction>();
  const pipes = new Set<Pipe>();
  const sockets = new Set<Socket>();
  let latency = 0;
  const pairs = new Set<{ readonly client: Socket; readonly database: Socket }>();
  let port = 0;
  let server: Server;

  function pipe(from: Socket, to: Socket, direction: Direction): void {
    const held: (() => void)[] = [];
    const send = (step: () => void): void => {
      if (cuts.has(direction)) held.push(step);
      else if (latency > 0) setTimeout(step, latency);
      else step();
    };
    const own: Pipe = {
      direction,
      release: () => {
        for (const step of held.splice(0)) step();
      },
    };
    pipes.add(own);
    from.on("data", (bytes) => send(() => to.write(bytes)));
    from.on("close", () => {
      sockets.delete(from);
      send(() => {
        to.end();
        pipes.delete(own);
      });
    });
    from.on("error", () => undefined);
    sockets.add(from);
  }

  function reset(): void {
    for (const socket of sockets) socket.resetAndDestroy();
  }

  function listen(): Promise<void> {
    server = createServer({ noDelay: true, allowHalfOpen: false }, (client) => {
      const database = dial({ ...target, noDelay: true });
      const pair = { client, database };
      pairs.add(pair);
      database.once("close", () => pairs.delete(pair));
      pipe(client, database, "to-database");
      pipe(database, client, "to-client");
    });
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        port = (server.address() as { port: number }).port;
        resolve();
      });
    });
  }

  function stop(): Promise<void> {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    reset();
    return stopped;
  }

  await listen();
  return {
    get port() {
      return port;
    },
    cut(...directions) {
      for (const direction of directions) cuts.add(direction);
    },
    heal() {
      const healed = [...pipes].filter(({ direction }) => cuts.has(direction));
      cuts.clear();
      for (const { release } of healed) release();
    },
    refuse: stop,
    accept: listen,
    reset,
    delay(milliseconds) {
      latency = milliseconds;
    },
    abandoned: () => [...pairs].filter(({ client }) => client.destroyed).length,
    async close() {
      await stop();
    },
  };
}
