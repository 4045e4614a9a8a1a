import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, request as send } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { listen } from "../src/listen/listen.ts";
import type { Refusal } from "../src/listen/refusals.table.ts";
import { answerOk, configOf, fetched, keptLog, rawExchange, started } from "./listen-harness.ts";

const hello = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
const silent = { log: keptLog().log };

test("each plane answers on its own port of loopback", async () => {
  await using server = await started({
    aws: (_request, response) => void response.end("aws"),
    operate: (_request, response) => void response.end("operate"),
  });
  assert.equal((await fetched(server.port)).body, "aws");
  assert.equal((await fetched(server.operatorPort)).body, "operate");
  const { aws, operate } = server.listening.addresses;
  for (const { address } of [...aws, ...operate]) assert.match(address, /^(127\.0\.0\.1|::1)$/);
  assert.equal(new Set(aws.map(({ port }) => port)).size, 1, "one port on both addresses");
});

test("the operator's port is on loopback whatever the other listens on", async () => {
  await using server = await started({}, ["--host", "0.0.0.0", "--allow-plain-http"]);
  assert.equal(server.listening.addresses.aws[0]?.address, "0.0.0.0");
  assert.equal(server.listening.addresses.operate[0]?.address, "127.0.0.1");
});

test("a taken port is named, with the option that helps, and nothing stays open", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const handlers = { aws: answerOk, operate: answerOk, ...silent };
  const main = await listen({ ...configOf([]).listen, port }, handlers);
  assert.deepEqual(main, {
    problem: `Port ${port} of 127.0.0.1 is taken by another process: choose another with --port.`,
  });
  const operator = await listen({ ...configOf([]).listen, operatorPort: port }, handlers);
  assert.deepEqual(operator, {
    problem: `Port ${port} of 127.0.0.1 is taken by another process: choose another with --operator-port.`,
  });
  taken.close();
});

test("an address that the machine does not have is named", async () => {
  const found = await listen(
    { ...configOf([]).listen, hosts: ["192.0.2.1"] },
    { aws: answerOk, operate: answerOk, ...silent },
  );
  assert.deepEqual(found, {
    problem: "192.0.2.1 is no address of this machine: choose another with --host.",
  });
});

test("a handler that throws or rejects gets a 500 without its words, and a line in the log", async () => {
  const { log, lines } = keptLog();
  await using server = await started({
    log,
    aws: (request) => {
      if (request.url === "/throws") throw new Error("hunter2");
      return Promise.reject(new Error("hunter2"));
    },
  });
  for (const path of ["/throws", "/rejects"]) {
    const { status, body } = await fetched(server.port, { path });
    assert.equal(status, 500);
    assert.match(body, /<Type>Receiver<\/Type><Code>InternalFailure<\/Code>/);
    assert.doesNotMatch(body, /hunter2/);
  }
  assert.equal(lines().filter(({ msg }) => msg === "a request failed").length, 2);
});

test("attack: headers that trickle in are cut off in time", async () => {
  const refused: Refusal[] = [];
  await using server = await started({ refused: (_plane, refusal) => refused.push(refusal) }, [], {
    headersTimeoutMs: 100,
    requestTimeoutMs: 200,
  });
  const unfinished = await rawExchange(server.port, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
  assert.match(unfinished, /^HTTP\/1\.1 408 [\s\S]*<Code>RequestTimeoutException<\/Code>/);
  assert.ok(refused.includes("timeout"));
  assert.match(await rawExchange(server.port, ""), /^(HTTP\/1\.1 408 |$)/, "a silent connection ends too");
});

test("attack: a body that trickles in is cut off in time, also while a handler reads it", async () => {
  await using server = await started({}, [], { headersTimeoutMs: 100, requestTimeoutMs: 150 });
  const answer = await rawExchange(
    server.port,
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc",
  );
  assert.match(answer, /^HTTP\/1\.1 408 /);
});

test("an idle connection ends after its time", async () => {
  await using server = await started({}, [], { keepAliveTimeoutMs: 50 });
  assert.match(await rawExchange(server.port, hello), /^HTTP\/1\.1 200 /);
});

test("more connections than allowed are dropped while the operator's port still answers", async () => {
  await using server = await started({}, ["--max-connections", "2"]);
  const held = [connect(server.port, "127.0.0.1"), connect(server.port, "127.0.0.1")];
  await Promise.all(held.map((socket) => once(socket, "connect")));
  for (const socket of held) {
    socket.write(hello);
    await once(socket, "data");
  }
  assert.equal(await rawExchange(server.port, hello), "");
  assert.equal((await fetched(server.operatorPort)).status, 200);
  for (const socket of held) socket.destroy();
});

test("a client that waits to be asked for its body is asked when it begins to be read, and only then", async () => {
  await using server = await started({
    aws: (request, response) => {
      if (request.url === "/refused") {
        response.writeHead(403).end();
        return;
      }
      return answerOk(request, response);
    },
  });
  const headers = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n`;
  const socket = connect(server.port, "127.0.0.1");
  socket.write(headers("/"));
  const [asked] = await once(socket, "data");
  assert.equal(String(asked), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.write("abc");
  const [answered] = await once(socket, "data");
  assert.match(String(answered), /^HTTP\/1\.1 200 [\s\S]*POST \/ 3$/);
  socket.destroy();
  const refused = await rawExchange(server.port, headers("/refused"));
  assert.match(refused, /^HTTP\/1\.1 403 /, "refused on its head alone, and the connection ends");
});

test("a request that is answered before its body was read ends the connection", async () => {
  await using server = await started({ aws: (_request, response) => void response.writeHead(413).end() });
  const answer = await rawExchange(
    server.port,
    `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n${"x".repeat(100_000)}`,
  );
  assert.match(answer, /^HTTP\/1\.1 413 /);
});

test("a graceful close lets requests under way finish, and cuts idle connections", async () => {
  const arrived = Promise.withResolvers<() => void>();
  const server = await started({
    aws: (request, response) => {
      if (request.url === "/slow") arrived.resolve(() => response.end("finished"));
      else response.end("quick");
    },
  });
  const agent = new Agent({ keepAlive: true });
  assert.equal((await fetched(server.port, { agent })).body, "quick");
  const slow = fetched(server.port, { path: "/slow", agent: new Agent({ keepAlive: true }) });
  const finish = await arrived.promise;
  const closed = server.listening.close(10_000);
  await assert.rejects(fetched(server.port), { code: "ECONNREFUSED" });
  finish();
  assert.equal((await slow).body, "finished");
  await closed;
  assert.equal(server.listening.openConnections("aws"), 0);
  agent.destroy();
});

test("a server that will close ends each connection with an answer that says so, and takes all that comes", async () => {
  const arrived = Promise.withResolvers<() => void>();
  await using server = await started({
    aws: async (request, response) => {
      if (request.method === "GET") return void response.end("unread");
      if (request.url === "/slow") await new Promise<void>((answer) => arrived.resolve(answer));
      await answerOk(request, response);
    },
  });
  const agent = new Agent({ keepAlive: true });
  const post = (path: string) => fetched(server.port, { agent, method: "POST", path }, "body");
  assert.equal((await post("/")).headers.connection, "keep-alive");
  const slow = post("/slow");
  const finish = await arrived.promise;
  server.listening.leave();
  finish();
  const get = () => fetched(server.port, { agent });
  for (const answered of [slow, post("/"), post("/"), get()]) {
    const { status, headers } = await answered;
    assert.deepEqual([status, headers.connection], [200, "close"]);
  }
  agent.destroy();
});

test("a server that will close answers all requests that came by one connection one behind the other", async () => {
  const finish: (() => void)[] = [];
  const arrivals = [1, 2, 3].map(() => Promise.withResolvers<void>());
  await using server = await started({
    aws: async (request, response) => {
      await text(request);
      finish.push(() => response.end(request.url));
      arrivals[finish.length - 1]?.resolve();
    },
  });
  const client = connect(server.port, "127.0.0.1");
  const received = text(client);
  const post = (path: string) => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab`;
  client.write(post("/one") + post("/two"));
  await arrivals[1]?.promise;
  server.listening.leave();
  client.write(post("/three"));
  await arrivals[2]?.promise;
  for (const each of finish) each();
  const [open, last] = ["Connection: keep-alive", "Connection: close"];
  const answers = (await received).match(/Connection: [\w-]+|\/(one|two|three)/g);
  assert.deepEqual(answers, [open, "/one", open, "/two", last, "/three"]);
});

test("a graceful close ends after its time, whatever is under way", async () => {
  const arrived = Promise.withResolvers<void>();
  const server = await started({ aws: () => arrived.resolve() });
  const stuck = assert.rejects(fetched(server.port), { code: "ECONNRESET" });
  await arrived.promise;
  await server.listening.close(20);
  await stuck;
});

test("a client that goes away does not disturb the server", async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = await started({
    aws: async (request, response) => {
      if (request.url !== "/leaves") return answerOk(request, response);
      arrived.resolve();
      await once(request.socket, "close");
      response.end("too late");
    },
  });
  const request = send({ host: "127.0.0.1", port: server.port, path: "/leaves", method: "POST" });
  request.on("error", () => undefined);
  request.write("abc");
  await arrived.promise;
  request.destroy();
  assert.equal((await fetched(server.port)).status, 200);
});
