/** Several nodes of one installation in this process, over one storage: each with its own state, keys and chores. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceIds } from "@portcullis/aws-model";
import { type MasterKeys, memoryMasterKey, severalMasterKeys } from "@portcullis/keys";
import type { Storage } from "@portcullis/storage";
import { appOver } from "../../packages/server/src/app-over.ts";
import { type Clock, realTime } from "../../packages/server/src/clock.ts";
import { accountWrite, installationWrite, newRootKey } from "../../packages/server/src/first-start.ts";
import { openJournal } from "../../packages/server/src/journal/journal.ts";
import {
  keepFirstState,
  makeFirstState,
  openInstallation,
} from "../../packages/server/src/open-installation.ts";
import { openRuntime } from "../../packages/server/src/open-runtime.ts";
import { createLog } from "../../packages/server/src/operate/log.ts";
import { createMetrics } from "../../packages/server/src/operate/metrics.ts";
import type { Readiness } from "../../packages/server/src/operate/readiness.ts";
import type { Runtime } from "../../packages/server/src/runtime.ts";
import type { Credentials, Door } from "./server.ts";

/** Milliseconds between two readings of the keys. */
export const SOON = 25;
/** For a node that is cut off: it never reads them by itself. */
export const NEVER = 1_000_000_000;

export interface Node extends Door, AsyncDisposable {
  readonly runtime: Runtime;
  readonly ready: () => Readiness;
  readonly written: () => string;
  /** Ends what it does by itself and takes no more calls. What it was about to do is not done. */
  readonly stop: () => Promise<void>;
}

/** Keeps a new installation of these accounts, the operator's first. Gives the root keys in the same order. */
export async function keepAccounts(
  storage: Storage,
  numbers: readonly string[],
  masterKeys: MasterKeys = severalMasterKeys(memoryMasterKey()),
): Promise<{ readonly masterKeys: MasterKeys; readonly roots: readonly Credentials[] }> {
  const created = Date.now();
  const made = numbers.map((number, at) => ({
    account: { number, created, operator: at === 0 },
    root: newRootKey(number),
  }));
  const [operator] = made;
  if (operator === undefined) throw new Error("an installation has an operator's account");
  const first = await makeFirstState(masterKeys, "aws", operator.account, operator.root);
  await keepFirstState(storage, {
    ...first,
    writes: [
      installationWrite(made.map(({ account }) => account)),
      ...made.map(({ account, root }) => accountWrite(first.ring, account, root)),
    ],
  });
  return { masterKeys, roots: made.map(({ root }) => root) };
}

export interface NodeOptions {
  /** Real time where it is left out. */
  readonly clock?: Clock;
  /** Milliseconds between two readings of the keys. */
  readonly keysEvery?: number;
}

export async function startNode(
  storage: Storage,
  masterKeys: MasterKeys,
  { keysEvery = SOON, clock = realTime }: NodeOptions = {},
): Promise<Node> {
  const deployment = await storage.deployment();
  if (deployment === undefined) throw new Error("nothing was kept");
  const installation = await openInstallation(storage, deployment, masterKeys);
  if ("problem" in installation) throw new Error(installation.problem);
  const lines: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), "portcullis-node-"));
  const journal = await openJournal(join(folder, "journal"), () => installation.ring);
  const runtime = await openRuntime({
    config: { basePath: "", trustedProxies: [] },
    issuers: "https://iam.example.com/issuers",
    installation,
    storage,
    clock,
    log: createLog("info", { write: (line) => void lines.push(line) }),
    metrics: createMetrics(serviceIds, "0"),
    spoolEvents: undefined,
    version: "0",
    storageKind: "memory",
    backupFolder: undefined,
    shared: {
      mostStaleness: 900_000,
      journal,
      onOtherHistory(why) {
        throw new Error(why);
      },
    },
  });
  const app = appOver(() => runtime, { keysEvery });
  const server = createServer((request, response) => void app.aws(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await app.end().catch(() => undefined);
    await journal.close();
    rmSync(folder, { recursive: true });
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    operatePort: 0,
    runtime,
    ready: () => app.ready(),
    written: () => lines.join(""),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
