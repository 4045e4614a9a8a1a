/** The floor: node:http alone, which receives the same requests, reads their bodies and returns the same answer. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

process.once("message", ({ contentType, body }: { contentType: string; body: string }) => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.writeHead(200, [
        "x-amzn-RequestId",
        "5f0c6c8a-3ad4-4d0b-8f0c-6d7a9a1e2b3c",
        "Content-Type",
        contentType,
        "Content-Length",
        String(Buffer.byteLength(body)),
      ]);
      response.end(body);
    });
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
});
process.once("disconnect", () => process.exit());
