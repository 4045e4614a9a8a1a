import { randomBytes } from "node:crypto";
import { newAccessKeyId } from "@portcullis/directory";
import { getCallerIdentity } from "./calls.ts";
import { type Connection, openConnection, type Reply } from "./connection.ts";
import type { LaidAccount } from "./installation.ts";
import { signedPost } from "./signed-post.ts";

/** Requests with the wrong secret: one for a key of each of these accounts, and one for each of so many that are not. */
export function wronglySigned(
  port: number,
  existing: readonly LaidAccount[],
  absent: number,
): readonly Buffer[] {
  const taken = new Set(existing.map(({ number }) => number));
  const others = Array.from({ length: absent }, (_, at) => String(700_000_000_000 + at * 7919)).filter(
    (number) => !taken.has(number),
  );
  const ids = [
    ...existing.map(({ administrator }) => administrator.accessKeyId),
    ...others.map((number) => newAccessKeyId("AKIA", number, randomBytes)),
  ];
  const now = Date.now();
  const secretAccessKey = randomBytes(30).toString("base64");
  return shuffled(ids).map((accessKeyId) =>
    signedPost(port, { accessKeyId, secretAccessKey }, getCallerIdentity, now),
  );
}

/** Existing and absent ones in turn, not one after the other. */
function shuffled<T>(values: readonly T[]): readonly T[] {
  const step = 4813;
  return values.map((_, at) => values[(at * step) % values.length] as T);
}

export interface Flooded {
  /** Requests that were answered with a refusal. */
  readonly refused: number;
  readonly seconds: number;
}

/**
 * Sends the requests in turn over so many connections until enough were refused or the time is over. What needs no
 * secret to be refused is refused before its body is read, and ends the connection: then there is a new one.
 */
export async function flood(
  port: number,
  requests: readonly Buffer[],
  limits: { readonly clients: number; readonly count?: number; readonly milliseconds?: number },
): Promise<Flooded> {
  const { clients, count = Number.POSITIVE_INFINITY, milliseconds = Number.POSITIVE_INFINITY } = limits;
  const began = performance.now();
  let refused = 0;
  let next = 0;
  const client = async (): Promise<void> => {
    let connection: Connection | undefined;
    while (refused < count && performance.now() - began < milliseconds) {
      connection ??= await openConnection(port);
      const request = requests[next % requests.length] as Buffer;
      const reply = await new Promise<Reply | undefined>((resolve) => connection?.send(request, resolve));
      if (reply === undefined) {
        connection = undefined;
        continue;
      }
      // What asks the database beyond the bounds of its network is refused without that.
      if (reply.status !== 403 && !reply.body.includes("<Code>Throttling</Code>"))
        throw new Error(`a wrongly signed request was answered: ${reply.body}`);
      next += 1;
      refused += 1;
    }
    connection?.close();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { refused, seconds: (performance.now() - began) / 1000 };
}
