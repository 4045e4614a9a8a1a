/** How a server ends that is told to while requests are under way. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type ClientRequest, request } from "node:http";
import { test } from "node:test";
import { formOf } from "./support/calls.ts";
import { type ChildServer, startChild } from "./support/child-server.ts";
import type { Credentials } from "./support/server.ts";
import { form, signed } from "./support/wire.ts";

const credentials = { accessKeyId: "root", secretAccessKey: "the-secret-of-a-test" };
const ephemeral = (...args: string[]) =>
  startChild(["--ephemeral", ...args], {
    PORTCULLIS_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
    PORTCULLIS_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });

/** A call whose body the server waits for when this resolves, and what sends it and gives the status. */
async function underWay(server: ChildServer, credentials: Credentials) {
  const body = formOf("sts", "GetCallerIdentity");
  const sent = { headers: ["Content-Type", form], body };
  const { headers = [] } = await signed(server.port, sent, { service: "sts", credentials });
  const call: ClientRequest = request({
    host: "127.0.0.1",
    port: server.port,
    method: "POST",
    headers: [...headers, "Content-Length", String(body.length), "Expect", "100-continue"],
    agent: false,
  });
  call.flushHeaders();
  await once(call, "continue");
  return async (): Promise<number> => {
    const answered = once(call, "response");
    call.end(body);
    const [response] = await answered;
    response.resume();
    return response.statusCode;
  };
}

test("one Ctrl-C that arrives several times lets a request under way finish, and the end is clean", async () => {
  await using server = await ephemeral();
  const finish = await underWay(server, credentials);
  // Two of one kind may become one on their way; two kinds do not.
  const code = server.stop("SIGINT", "SIGINT", "SIGTERM");
  await server.logged("Stopping");
  assert.equal(await finish(), 200);
  assert.equal(await code, 0, server.log());
});
