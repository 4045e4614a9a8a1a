/** Several nodes over one database, each a whole server with a port and a data directory of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMasterKeyFile } from "@portcullis/keys";
import { type Storage, StorageError } from "@portcullis/storage";
import { type Credentials, readRootCredentials, startDurable, type TestServer } from "./server.ts";

export interface Node extends TestServer {
  /** Takes the database away from this node alone, until `mend`. */
  cut(): void;
  mend(): void;
}

export interface Nodes extends AsyncDisposable {
  readonly nodes: readonly Node[];
  readonly root: Credentials;
  /** One more node over the same database. */
  start(args?: readonly string[]): Promise<Node>;
}

export interface NodesOptions {
  readonly count?: number;
  readonly args?: readonly string[];
  /** Opens the database for one node; it is closed with the node. */
  readonly open: () => Promise<Storage>;
}

export async function startNodes({ count = 2, args = [], open }: NodesOptions): Promise<Nodes> {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-nodes-"));
  const masterKey = join(folder, "master.key");
  await createMasterKeyFile(masterKey);
  const nodes: Node[] = [];
  let root: Credentials | undefined;

  async function start(more: readonly string[] = []): Promise<Node> {
    const path = join(folder, `node-${nodes.length}`);
    let away = false;
    const server = await startDurable(path, {
      args: [
        "--database",
        "postgres://portcullis@127.0.0.1/shared",
        "--master-key-file",
        masterKey,
        ...args,
        ...more,
      ],
      drivers: { shared: async () => cuttable(await open(), () => away) },
      ...(root === undefined ? {} : { root }),
    });
    root ??= readRootCredentials(path);
    const node: Node = {
      ...server,
      cut() {
        away = true;
      },
      mend() {
        away = false;
      },
    };
    nodes.push(node);
    return node;
  }

  for (let started = 0; started < count; started++) await start();
  return {
    nodes,
    root: root ?? { accessKeyId: "", secretAccessKey: "" },
    start,
    async [Symbol.asyncDispose]() {
      await Promise.all(
        nodes.map((node) => {
          node.mend();
          return node.stop();
        }),
      );
      rmSync(folder, { recursive: true });
    },
  };
}

/** The same storage, until it is taken away: then nothing answers. */
function cuttable(storage: Storage, away: () => boolean): Storage {
  const verbs = Object.entries(storage).map(([name, verb]) => [
    name,
    (...args: readonly unknown[]) =>
      away() && name !== "close"
        ? Promise.reject(new StorageError("away", "the database does not answer"))
        : verb(...args),
  ]);
  return Object.fromEntries(verbs);
}
