/** Several nodes over one database, each a whole server with a port and a data directory of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMasterKeyFile } from "@portcullis/keys";
import { type Storage, StorageError } from "@portcullis/storage";
import { keepAccounts } from "./accounts.ts";
import { type Credentials, readRootCredentials, startOver, type TestServer } from "./server.ts";

export interface Node extends TestServer {
  /** Takes the database away from this node alone, until `mend`. */
  cut(): void;
  mend(): void;
}

export interface Nodes extends AsyncDisposable {
  readonly nodes: readonly Node[];
  /** The root key of the operator's account. */
  readonly root: Credentials;
  /** The root keys of all accounts. */
  readonly roots: readonly Credentials[];
  /** One more node over the same database. */
  start(args?: readonly string[]): Promise<Node>;
}

export interface NodesOptions {
  readonly count?: number;
  /** The installation's accounts, the operator's first; left out: the first node makes one. */
  readonly accounts?: readonly string[];
  readonly args?: readonly string[];
  /** Opens the database for one node, the first is 0; it is closed with the node. */
  readonly open: (node: number) => Promise<Storage>;
  /** Of an installation that is there: its master key, and root's. */
  readonly existing?: { readonly masterKeyFile: string; readonly root: Credentials };
  /** Events that may wait to be stored, on each node. */
  readonly spoolEvents?: number;
}

export async function startNodes(options: NodesOptions): Promise<Nodes> {
  const { count = 2, args = [], open, existing, spoolEvents } = options;
  const folder = mkdtempSync(join(tmpdir(), "portcullis-nodes-"));
  const masterKey = existing?.masterKeyFile ?? join(folder, "master.key");
  const nodes: Node[] = [];
  let roots = existing === undefined ? await begin(masterKey, options) : [existing.root];

  async function start(more: readonly string[] = []): Promise<Node> {
    const own = nodes.length;
    const path = join(folder, `node-${own}`);
    let away = false;
    const server = await startOver(path, {
      args: [
        "--database",
        "postgres://portcullis@127.0.0.1/shared",
        "--master-key-file",
        masterKey,
        ...args,
        ...more,
      ],
      drivers: { shared: async () => cuttable(await open(own), () => away) },
      ...(roots[0] && { root: roots[0] }),
      ...(spoolEvents && { spoolEvents }),
    });
    if (roots.length === 0) roots = [readRootCredentials(path)];
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
    root: roots[0] ?? { accessKeyId: "", secretAccessKey: "" },
    roots,
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

/** Makes the master key, and the accounts where they are chosen. Gives their root keys. */
async function begin(path: string, { accounts, open }: NodesOptions): Promise<readonly Credentials[]> {
  const made = await createMasterKeyFile(path);
  if (!made.ok) throw new Error(made.message);
  if (accounts === undefined) return [];
  const storage = await open(0);
  const roots = await keepAccounts(storage, made.masterKey, accounts);
  await storage.close();
  return roots;
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
