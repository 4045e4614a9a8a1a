/**
 * Two nodes over one PostgreSQL database, behind a load balancer that gives every request to the other one in turn: what
 * a test sees of them is one server. Files in `conformance/balanced` run the tests of other files so.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openPostgres, type Storage } from "@portcullis/storage";
import {
  patient,
  type TestDatabase,
  testDatabase,
} from "../../packages/storage/test/postgres/test-database.ts";
import { startBalancer } from "./balancer.ts";
import { startNodes } from "./nodes.ts";
import { type Door, EPHEMERAL_ACCOUNT, type ServerOptions, type TestServer } from "./server.ts";

let balanced = false;

/** From here on, servers that tests start in this process are nodes behind a load balancer. */
export function balanceServers(): void {
  balanced = true;
}

export function isBalanced(): boolean {
  return balanced;
}

/** Of a test that is about one server. */
export function whereAlone(why: string): { readonly skip: string | false } {
  return { skip: balanced && why };
}

/** The nodes that run. */
const running = new Set<Door>();

/**
 * Resolves when all that the nodes were asked so far is in the history, whichever is asked for it. A node stores what it
 * was asked within a second; until then only it itself knows of reads and refusals.
 */
export async function recorded(): Promise<void> {
  for (const { operatePort } of running) {
    for (let waiting = 1; waiting > 0; ) {
      const answer = await fetch(`http://127.0.0.1:${operatePort}/metrics`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      waiting = Number(/^portcullis_spool_events\{spool="realm"\} (\d+)$/m.exec(await answer.text())?.[1]);
    }
  }
}

/** Of servers without a data directory, so far. */
let places = 0;

const openPatiently = ({ url }: { readonly url: string }) => openPostgres({ url, deadlines: patient });

/** The database in the place of a data directory. */
const databases = new Map<string, TestDatabase>();

export async function databaseAt(
  path: string,
  open: (database: { readonly url: string }) => Promise<Storage> = openPatiently,
): Promise<Storage> {
  const database = databases.get(path) ?? (await testDatabase());
  databases.set(path, database);
  return open({ url: database.url });
}

export interface BalancedOptions extends ServerOptions {
  /** Where a stopped server's data are found again; undefined: nobody comes back to them. */
  readonly path?: string;
}

export async function startBalanced(options: BalancedOptions): Promise<TestServer> {
  const { path, args, root, spoolEvents, drivers } = options;
  const place = path ?? `nowhere/${places++}`;
  const masterKeyFile = join(place, "master.key");
  const nodes = await startNodes({
    open: () => databaseAt(place, drivers?.shared as typeof openPostgres | undefined),
    ...(path === undefined && { accounts: [EPHEMERAL_ACCOUNT] }),
    ...(args && { args }),
    ...(spoolEvents && { spoolEvents }),
    ...(root && existsSync(masterKeyFile) && { existing: { masterKeyFile, root } }),
  });
  const [first] = nodes.nodes;
  if (first === undefined) throw new Error("there is no node");
  for (const node of nodes.nodes) running.add(node);
  const balancer = await startBalancer(nodes.nodes.map(({ port }) => port));
  const stop = async (): Promise<number> => {
    for (const node of nodes.nodes) running.delete(node);
    await balancer[Symbol.asyncDispose]();
    await nodes[Symbol.asyncDispose]();
    return 0;
  };
  return {
    ...first,
    endpoint: `http://127.0.0.1:${balancer.port}`,
    port: balancer.port,
    root: nodes.root,
    written: () => nodes.nodes.map((node) => node.written()).join(""),
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}
