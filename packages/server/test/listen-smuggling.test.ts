import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { Planes } from "../src/listen/listen.ts";
import type { Refusal } from "../src/listen/refusals.table.ts";
import { answerOk, fetched, type Running, rawExchange, started } from "./listen-harness.ts";

let server: Running;
let handled = 0;
const refused: Refusal[] = [];
before(async () => {
  const planes: Partial<Planes> = {
    aws: (request, response) => {
      handled++;
      return answerOk(request, response);
    },
    refused: (_plane, refusal) => refused.push(refusal),
  };
  // Random bytes may be the beginning of a request that never goes on.
  server = await started(planes, [], { headersTimeoutMs: 400, requestTimeoutMs: 400 });
});
after(() => server[Symbol.asyncDispose]());

const head = "POST / HTTP/1.1\r\nHost: localhost\r\n";

/** What must be answered 400 before any handler runs, with the connection closed. */
const beforeHandling = {
  "a length and a transfer coding": `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  "a transfer coding and a length": `${head}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
  "two lengths": `${head}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
  "the same length twice": `${head}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`,
  "a list of lengths": `${head}Content-Length: 3, 3\r\n\r\nabc`,
  "a signed length": `${head}Content-Length: +3\r\n\r\nabc`,
  "a hexadecimal length": `${head}Content-Length: 0x3\r\n\r\nabc`,
  "an unknown transfer coding": `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
  "chunked that is not last": `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
  "compression before chunked": `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  "a transfer coding in HTTP/1.0":
    "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "a folded header": `${head}X-Amz-Date: a\r\n b\r\n\r\n`,
  "space before a colon": `${head}Content-Length : 3\r\n\r\nabc`,
  "a line that ends without carriage return": "GET / HTTP/1.1\nHost: localhost\n\n",
  "a lone carriage return": `${head}X: a\rb\r\n\r\n`,
  "a zero byte in a header": `${head}X: a\0b\r\n\r\n`,
  "two hosts": "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
  "no host": "GET / HTTP/1.1\r\n\r\n",
  "no host in HTTP/1.0": "GET / HTTP/1.0\r\n\r\n",
  "a foreign host": "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  "the absolute form": "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "the asterisk form": "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "a fragment": "GET /#x HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "bytes beyond ASCII in the target": "GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "no version": "GET /\r\n\r\n",
  "version 2.0 in the form of 1.1": "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
  "the preface of HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "an upgrade": `${head}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
  "an upgrade that the connection does not ask for": `${head}Upgrade: websocket\r\n\r\n`,
  "a tunnel": "CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "an unknown expectation": `${head}Expect: 200-maybe\r\nContent-Length: 0\r\n\r\n`,
  "TLS on a plain port": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
};

for (const [name, bytes] of Object.entries(beforeHandling)) {
  test(`attack: ${name} is refused before any handler`, async () => {
    const already = handled;
    const answer = await rawExchange(server.port, bytes);
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.equal(answer.split("HTTP/1.1").length, 2, "one answer");
    assert.match(answer, /\r\nConnection: close\r\n/i);
    assert.doesNotMatch(answer, /evil|h2c|websocket|xchunked|200-maybe/);
    assert.equal(handled, already);
  });
}

const whileReading = {
  "a chunk size that is no number": "zz\r\n\r\n",
  "a chunk size beyond every integer": "fffffffffffffffff\r\na\r\n0\r\n\r\n",
  "a chunk longer than it says": "1\r\nabc\r\n0\r\n\r\n",
  "a chunk line that ends without carriage return": "1\na\n0\n\n",
};

for (const [name, chunks] of Object.entries(whileReading)) {
  test(`attack: ${name} is refused and nothing after it is read`, async () => {
    const answer = await rawExchange(
      server.port,
      `${head}Transfer-Encoding: chunked\r\n\r\n${chunks}GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 400 [\s\S]*<Code>MalformedHttpRequestException<\/Code>/);
    assert.doesNotMatch(answer, /GET \/x/);
  });
}

test("a refusal is an AWS error document with a request id, and repeats nothing", async () => {
  const answer = await rawExchange(server.port, `GET /hunter2 HTTP/1.1\r\nHost: hunter2\r\n\r\n`);
  const [, id] = /\r\nx-amzn-RequestId: ([0-9a-f-]{36})\r\n/i.exec(answer) ?? [];
  assert.ok(id);
  assert.ok(answer.includes(`<RequestId>${id}</RequestId>`));
  assert.doesNotMatch(answer, /hunter2/);
  assert.ok(refused.includes("unknown-host"));
});

test("more headers than allowed are refused rather than dropped", async () => {
  const lines = "X: y\r\n".repeat(100);
  assert.match(
    await rawExchange(server.port, `GET / HTTP/1.1\r\nHost: localhost\r\n${lines}\r\n`),
    /^HTTP\/1\.1 431 /,
  );
  const fewer = "X: y\r\n".repeat(97);
  const taken = await rawExchange(
    server.port,
    `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${fewer}\r\n`,
  );
  assert.match(taken, /^HTTP\/1\.1 200 /);
});

test("headers larger than allowed are refused", async () => {
  const answer = await rawExchange(
    server.port,
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"y".repeat(17_000)}\r\n\r\n`,
  );
  assert.match(answer, /^HTTP\/1\.1 431 /);
});

test("a flood of requests on one connection ends it", async () => {
  const answer = await rawExchange(server.port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(200));
  assert.ok(answer.split("HTTP/1.1 200").length <= 200);
  assert.ok(refused.includes("busy"));
});

test("random bytes get an error or silence, and the server goes on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      const answer = await rawExchange(
        server.port,
        `${Buffer.from(bytes).toString("latin1")}\r\n\r\n\r\n\r\n`,
      );
      assert.match(answer, /^(HTTP\/1\.1 4\d\d |$)/);
    }),
    { numRuns: 50 },
  );
  assert.equal((await fetched(server.port)).status, 200);
});
