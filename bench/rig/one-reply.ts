import { openConnection, type Reply } from "./connection.ts";

/** Sends one request over a connection of its own. Rejects where no whole answer comes. */
export async function oneReply(port: number, request: Buffer): Promise<Reply> {
  const connection = await openConnection(port);
  try {
    return await new Promise((resolve, reject) => {
      connection.send(request, (reply) =>
        reply === undefined ? reject(new Error("the connection ended without an answer")) : resolve(reply),
      );
    });
  } finally {
    connection.close();
  }
}
