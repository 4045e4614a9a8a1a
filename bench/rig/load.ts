import { type Connection, openConnection } from "./connection.ts";

/** Clients that send requests for a while, each the next as soon as it has its answer. */
export interface Load {
  readonly port: number;
  readonly clients: number;
  /** Sent in turn; each client begins somewhere else. */
  readonly requests: readonly Buffer[];
}

export interface LoadResult {
  /** Answers with status 200, a second. */
  readonly rate: number;
  /** How many answers had another status, or never came. */
  readonly failed: number;
  /** The first answer that was not 200. */
  readonly failure: string | undefined;
}

/** The clients of a load, connected; one measurement after another runs over the same connections. */
export interface Clients {
  /** @param offered requests a second that the clients offer together; undefined: as many as are answered */
  run(milliseconds: number, offered?: number): Promise<LoadResult>;
  close(): void;
}

export async function connectClients({ port, clients, requests }: Load): Promise<Clients> {
  const connections = await Promise.all(Array.from({ length: clients }, () => openConnection(port)));
  return {
    async run(milliseconds, offered) {
      const pause = offered === undefined ? 0 : (1000 * clients) / offered;
      const count = { good: 0, failed: 0, failure: undefined as string | undefined };
      const began = performance.now();
      const ends = began + milliseconds;
      await Promise.all(
        connections.map((connection, at) => {
          const first = Math.floor((at * requests.length) / clients);
          return runClient(connection, { requests, first, ends, pause, count });
        }),
      );
      const seconds = (performance.now() - began) / 1000;
      return { rate: count.good / seconds, failed: count.failed, failure: count.failure };
    },
    close() {
      for (const connection of connections) connection.close();
    },
  };
}

interface Turn {
  readonly requests: readonly Buffer[];
  readonly first: number;
  /** On the monotonic clock. */
  readonly ends: number;
  /** Milliseconds between the beginnings of two requests. */
  readonly pause: number;
  readonly count: { good: number; failed: number; failure: string | undefined };
}

function runClient(connection: Connection, turn: Turn): Promise<void> {
  const { requests, ends, pause, count } = turn;
  let next = turn.first;
  let due = performance.now() + Math.random() * pause;
  return new Promise((resolve) => {
    const send = (): void => {
      const request = requests[next % requests.length];
      next += 1;
      if (request === undefined) throw new Error("there is nothing to send");
      connection.send(request, (reply) => {
        if (reply?.status === 200) count.good += 1;
        else {
          count.failed += 1;
          count.failure ??= reply === undefined ? "the connection ended" : reply.body.toString();
        }
        const now = performance.now();
        if (reply === undefined || now >= ends) return resolve();
        if (pause === 0) return send();
        // Who is behind does not catch up by more than one request.
        due = Math.max(due + pause, now - pause);
        if (due <= now) send();
        else setTimeout(send, due - now);
      });
    };
    send();
  });
}

/** A rate of which every answer was good; what is not answered must not look fast. */
export async function cleanRate(clients: Clients, milliseconds: number, offered?: number): Promise<number> {
  const { rate, failed, failure } = await clients.run(milliseconds, offered);
  if (failed > 0) throw new Error(`${failed} requests failed, the first with: ${failure}`);
  return rate;
}
