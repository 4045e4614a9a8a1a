import type { IncomingMessage, ServerResponse } from "node:http";

/** An answer of the operator plane. No browser may guess another type, keep it or show it in a frame. */
export function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  head = false,
): void {
  response.writeHead(status, {
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(head ? undefined : body);
}

export function answerJson(response: ServerResponse, status: number, value: object, head = false): void {
  answer(response, status, "application/json", `${JSON.stringify(value)}\n`, head);
}

/** Reads a body of at most `limit` bytes; undefined when it is larger or the client went away. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.removeAllListeners("data");
        resolve(undefined);
      } else {
        chunks.push(chunk);
      }
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("close", () => resolve(undefined));
  });
}
