/** Attack: strangers ask for so many keys that nobody can prove theirs. */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openPostgres } from "@portcullis/storage";
import { type Network, startNetwork } from "../packages/storage/test/postgres/network.ts";
import { patient, type TestDatabase, testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { type Node, type Nodes, startNodes } from "./support/nodes.ts";
import type { Credentials } from "./support/server.ts";
import { form, type Received, type Sent, send, signed } from "./support/wire.ts";

/** Another network than the strangers', on this machine. */
const elsewhere = "127.0.1.1";
const accounts = ["111111111111", "222222222222", "333333333333", "444444444444"];

let database: TestDatabase;
let network: Network;
let cluster: Nodes;
let node: Node;

before(async () => {
  database = await testDatabase();
  network = await startNetwork(database);
  const url = database.at({ port: network.port });
  cluster = await startNodes({ count: 1, accounts, open: () => openPostgres({ url, deadlines: patient }) });
  [node] = cluster.nodes as [Node];
});
after(async () => {
  await cluster[Symbol.asyncDispose]();
  await network.close();
  await database.drop();
});

const request: Sent = {
  headers: ["Content-Type", form],
  body: "Action=GetCallerIdentity&Version=2011-06-15",
};

const signedBy = (credentials: Credentials) => signed(node.port, request, { service: "sts", credentials });

async function identify(credentials: Credentials, from: string): Promise<Received> {
  return send(node.port, { ...(await signedBy(credentials)), from });
}

/** Of no account's form, as one may be that the operator brought: only the database knows whose it is. */
function unknownKey(): Credentials {
  const letters = Array.from({ length: 19 }, () => "ABCDEFGHIJKLMNOP"[randomInt(16)]);
  return { accessKeyId: `X${letters.join("")}`, secretAccessKey: "none" };
}

test("accounts that are not in memory are served to who comes from elsewhere", async () => {
  const codes = new Map<string | undefined, number>();
  let stopped = false;
  const stranger = async () => {
    const asking = await signedBy(unknownKey());
    while (!stopped) {
      const { code } = await send(node.port, asking).catch(() => ({ code: "reset" }));
      codes.set(code, (codes.get(code) ?? 0) + 1);
      // All of them share this processor with the server.
      await pause(300);
    }
  };
  network.delay(10);
  const strangers = Array.from({ length: 200 }, stranger);
  try {
    const deadline = performance.now() + 30_000;
    while ((codes.get("Throttling") ?? 0) < 200 && performance.now() < deadline) await pause(20);
    for (const root of cluster.roots) {
      const { status, body } = await identify(root, elsewhere);
      assert.equal(status, 200, body);
    }
  } finally {
    stopped = true;
    network.delay(0);
    await Promise.all(strangers);
  }
  assert.ok((codes.get("InvalidClientTokenId") ?? 0) > 0, "some were looked up");
  assert.ok((codes.get("Throttling") ?? 0) >= 200, "and most were refused at once");
  const operator = cluster.roots[0] as Credentials;
  assert.equal((await identify(operator, "127.0.0.1")).status, 200, "their network is served again");
});
