import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accountOfAccessKeyId } from "@portcullis/directory";
import { newFolder } from "../../bench/rig/folder.ts";
import { residentMebibytes } from "../../bench/rig/resident.ts";
import type { Scope } from "../../bench/rig/scope.ts";
import { type Signer, signedPost } from "../../bench/rig/signed-post.ts";
import { startChild } from "../../conformance/support/child-server.ts";
import { exchange } from "./exchange.ts";

/** A server in a process of its own, and what must hold of it however it is spoken to. */
export interface FuzzedServer {
  readonly port: number;
  readonly root: Signer;
  readonly account: string;
  /** Sends the bytes and nothing more. Throws where the server says 500, or neither answers nor ends. */
  provoke(bytes: Buffer): Promise<void>;
  /** Sends a whole request that asks for the connection to be closed, and gives its answer. Throws as `provoke`. */
  ask(request: Buffer): Promise<string>;
  /** It still lives and answers, logged no error, and needs no more memory than before. */
  end(): Promise<void>;
}

/** Memory is looked at from here on, when what is compiled is compiled. */
const warmMilliseconds = 15_000;
/**
 * MiB of the server's heap: with the default the collector leaves hundreds of them for later on a large machine, and
 * what is kept for good could not be told from what nobody has collected. With these, what is kept for good ends it.
 */
const heap = 256;
/** MiB that the memory may move by without any reason but the collector's. */
const slack = 64;

/** With a data directory: without one the history of all that was asked would be kept in memory. */
export async function startFuzzed(scope: Scope): Promise<FuzzedServer> {
  const folder = newFolder(scope);
  const limits = ["--headers-timeout", "2", "--request-timeout", "3"];
  const server = await startChild(["--data-dir", folder, "--log-level", "error", ...limits], {
    NODE_OPTIONS: `--max-old-space-size=${heap}`,
  });
  scope.keep(server, async (each) => void (await each.stop("SIGKILL")));
  const { port } = server;
  const root = rootOf(folder);
  const began = performance.now();
  let warm: number | undefined;

  async function send(bytes: Buffer, last: boolean): Promise<string> {
    if (warm === undefined && performance.now() - began > warmMilliseconds)
      warm = residentMebibytes(server.pid);
    const answer = await exchange(port, bytes, last);
    assert.doesNotMatch(answer, /^HTTP\/1\.[01] 500/, `${answer}\n\nto\n\n${bytes.toString("latin1")}`);
    return answer;
  }

  return {
    port,
    root,
    account: accountOfAccessKeyId(root.accessKeyId) ?? "",
    async provoke(bytes) {
      await send(bytes, true);
    },
    async ask(request) {
      const answer = await send(request, false);
      assert.match(answer, /^HTTP\/1\.1 \d{3} /, `no answer to\n\n${request.toString("latin1")}`);
      return answer;
    },
    async end() {
      const call = { service: "sts", body: "Action=GetCallerIdentity&Version=2011-06-15" };
      const answer = await send(signedPost(port, root, { ...call, keepAlive: false }, Date.now()), false);
      assert.match(answer, /^HTTP\/1\.1 200 /);
      assert.equal(server.log(), "", "the server logged errors");
      const grown = residentMebibytes(server.pid) - (warm ?? Number.NaN);
      assert.ok(!(grown > slack), `the memory grew by ${grown.toFixed(0)} MiB`);
    },
  };
}

/** What the first start wrote down. */
function rootOf(folder: string): Signer {
  const written = readFileSync(join(folder, "root-credentials"), "utf8");
  const exported = (name: string) => new RegExp(`^export ${name}=(.+)$`, "m").exec(written)?.[1] ?? "";
  return {
    accessKeyId: exported("AWS_ACCESS_KEY_ID"),
    secretAccessKey: exported("AWS_SECRET_ACCESS_KEY"),
  };
}
