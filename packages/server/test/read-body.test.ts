import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import type { Exchange } from "../src/pipeline/exchange.ts";
import { readBody, releaseBody } from "../src/pipeline/read-body.ts";

const MIB = Buffer.alloc(1 << 20);

/** A call whose body arrives. */
function arriving() {
  const request = new PassThrough();
  const response = Object.assign(new EventEmitter(), { destroyed: false });
  const exchange = { request, response, body: undefined, large: 0 } as unknown as Exchange;
  const read = readBody(undefined, exchange);
  request.end(MIB);
  return { exchange, response, read };
}

test("attack: large bodies whose senders hang up count for as long as their calls go on", async () => {
  const calls = Array.from({ length: 68 }, arriving);
  for (const { read } of calls) assert.equal(await read, undefined);
  for (const { response } of calls) response.emit("close");
  const more = arriving();
  assert.equal((await more.read)?.code, "ServiceUnavailable");
  for (const { exchange } of [...calls, more]) releaseBody(exchange);
  const after = arriving();
  assert.equal(await after.read, undefined, "and there is room again");
  releaseBody(after.exchange);
});
