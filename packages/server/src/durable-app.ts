import { SEPARATOR } from "@portcullis/directory";
import { OpenError, type Storage, StorageError } from "@portcullis/storage";
import { appOver } from "./app-over.ts";
import { realTime } from "./clock.ts";
import type { Config, DurableMode } from "./config/config.ts";
import { defaultPartition } from "./config/partitions.table.ts";
import { secret } from "./config/secret.ts";
import type { DataDirectory } from "./data-directory/open-data-directory.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import { writeRootCredentials } from "./data-directory/root-credentials.ts";
import { newAccountNumber, newRootKey, type RootKey } from "./first-start.ts";
import {
  type Installation,
  keepFirstState,
  makeFirstState,
  masterKeyOf,
  openInstallation,
  partitionProblem,
} from "./open-installation.ts";
import { openRuntime } from "./open-runtime.ts";
import type { App, AppContext } from "./process.ts";
import type { StorageDrivers } from "./storage-drivers.ts";

/** The application over a data directory; made at the first start, found at every other. */
export async function durableApp(
  config: Config,
  mode: DurableMode,
  data: DataDirectory,
  version: string,
  context: AppContext,
): Promise<App | FileProblem> {
  const storage = await open(data, context.drivers);
  if ("problem" in storage) return storage;
  const opened = await find(config, mode, data, storage, context.endpoint).catch(storageProblem);
  if ("problem" in opened) {
    await storage.close();
    return opened;
  }
  const { installation, made } = opened;
  const { log, metrics, spoolEvents } = context;
  const runtime = await openRuntime({
    config,
    installation,
    storage,
    clock: realTime,
    log,
    metrics,
    spoolEvents,
    version,
    storageKind: "sqlite",
    backupFolder: data.files.backups,
  });
  const app = appOver(() => runtime);
  return {
    ...app,
    rootAccessKeyExists: await rootKeyExists(runtime.realms),
    ...(made === undefined
      ? {}
      : { firstStart: { accessKeyId: made.accessKeyId, secretAccessKey: secret(made.secretAccessKey) } }),
    async drain() {
      await app.drain();
      await storage.close();
    },
  };
}

async function open(data: DataDirectory, drivers: StorageDrivers): Promise<Storage | FileProblem> {
  try {
    return await drivers.file(data.files.database);
  } catch (error) {
    if (error instanceof OpenError) return { problem: error.message };
    throw error;
  }
}

/** What a database that opens can still lack is said as one sentence; all else is a bug. */
function storageProblem(error: unknown): FileProblem {
  if (error instanceof StorageError)
    return { problem: `The installation cannot be opened: ${error.message}.` };
  throw error;
}

interface Found {
  readonly installation: Installation;
  /** At the first start. */
  readonly made: RootKey | undefined;
}

async function find(
  config: Config,
  mode: DurableMode,
  data: DataDirectory,
  storage: Storage,
  endpoint: string,
): Promise<Found | FileProblem> {
  const deployment = await storage.deployment();
  if (deployment === undefined && (await storage.keys()).length > 0) {
    return { problem: "A restore into this database did not end: run it again." };
  }
  const masterKey = await masterKeyOf(mode.masterKeyFile ?? data.files.masterKey, deployment === undefined);
  if ("problem" in masterKey) return masterKey;
  if (deployment !== undefined) {
    const installation = await openInstallation(storage, deployment, masterKey);
    if ("problem" in installation) return installation;
    const other = partitionProblem(config.partition, installation.partition);
    return other ?? { installation, made: undefined };
  }
  const partition = config.partition ?? defaultPartition;
  const number = newAccountNumber();
  const root = newRootKey(number);
  const first = await makeFirstState(
    masterKey,
    partition,
    { number, created: Date.now(), operator: true },
    root,
  );
  // On disk before the account is: never an account whose root secret nobody saw.
  const unwritten = writeRootCredentials(data, { endpoint, partition, ...root });
  if (unwritten !== undefined) return unwritten;
  await keepFirstState(storage, first);
  return { installation: { deployment: first.deployment, partition, ring: first.ring }, made: root };
}

/** Of the operator's account, which is the only one whose root user this server made a key for. */
async function rootKeyExists(realms: Awaited<ReturnType<typeof openRuntime>>["realms"]): Promise<boolean> {
  for (const { id, operator } of realms.installation().byId.enrollment.values()) {
    if (!operator) continue;
    const state = (await realms.account(id))?.current();
    if (state !== undefined && !state.indexes.keysByOwner.startingWith(id + SEPARATOR).next().done)
      return true;
  }
  return false;
}
