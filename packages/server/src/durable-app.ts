import { setTimeout as wait } from "node:timers/promises";
import { type RealmState, SEPARATOR } from "@portcullis/directory";
import { MasterKeyUnavailable } from "@portcullis/keys";
import { OpenError, type Storage, StorageError } from "@portcullis/storage";
import { appOver } from "./app-over.ts";
import { realTime } from "./clock.ts";
import type { Config, DurableMode } from "./config/config.ts";
import { secret } from "./config/secret.ts";
import type { DataDirectory } from "./data-directory/open-data-directory.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import { existing, type Found, findInstallation } from "./find-installation.ts";
import { type Way, wayTo } from "./guarded-storage.ts";
import { openJournal } from "./journal/journal.ts";
import type { Installation } from "./open-installation.ts";
import { openRuntime } from "./open-runtime.ts";
import type { App, AppContext } from "./process.ts";
import type { Realms } from "./realms/realms.ts";
import type { Runtime } from "./runtime.ts";
import type { StorageDrivers } from "./storage-drivers.ts";

/** Milliseconds between two tries to begin anew on a database of another history. */
const BETWEEN_TRIES = 1000;

/** The application over a database; the installation is made at the first start, and found at every other. */
export async function durableApp(
  config: Config,
  mode: DurableMode,
  data: DataDirectory,
  version: string,
  context: AppContext,
): Promise<App | FileProblem> {
  const storage = await open(mode, data, context.drivers);
  if ("problem" in storage) return storage;
  const found = await findInstallation(config, mode, data, storage, context.endpoint).catch(openingProblem);
  if ("problem" in found) {
    await storage.close();
    return found;
  }
  const app = await appOverStorage(config, mode, data, version, context, storage, found).catch(
    openingProblem,
  );
  if ("problem" in app) await storage.close();
  return app;
}

async function appOverStorage(
  config: Config,
  { database }: DurableMode,
  data: DataDirectory,
  version: string,
  context: AppContext,
  storage: Storage,
  { installation, made }: Found,
): Promise<App> {
  const { log, metrics, spoolEvents } = context;
  const journal =
    database === undefined ? undefined : await openJournal(data.files.journal, installation.ring);
  let way: Way;
  let stopping = false;

  function begin(on: Installation): Promise<Runtime> {
    way = wayTo(storage);
    const clock = realTime;
    const common = {
      ...{ config, installation: on, storage: way.storage, clock, log, metrics, spoolEvents, version },
      backupFolder: data.files.backups,
    };
    if (journal === undefined) return openRuntime({ ...common, storageKind: "sqlite" });
    const shared = {
      mostStaleness: config.mostStalenessMs,
      journal,
      onOtherHistory(why: string) {
        log.error(`The database has another history than this node (${why}): all that it held is dropped.`);
        beginning = beginAnew();
      },
    };
    return openRuntime({ ...common, storageKind: "postgresql", shared });
  }

  /** From what the database holds now. Until then every call is refused. */
  async function beginAnew(): Promise<void> {
    await app.restart(async () => {
      way.cut();
      while (!stopping) {
        try {
          const now = await existing(config, storage, installation.masterKeys);
          if ("problem" in now) throw new StorageError("away", now.problem);
          runtime = await begin(now);
          return;
        } catch (error) {
          log.error({ err: error }, "This node could not begin anew yet.");
          await wait(BETWEEN_TRIES);
        }
      }
    });
  }

  let beginning: Promise<void> = Promise.resolve();
  let runtime = await begin(installation);
  const app = appOver(() => runtime, context);
  return {
    ...app,
    rootAccessKeyExists: await rootKeyExists(runtime.realms),
    ...(made === undefined
      ? {}
      : { firstStart: { accessKeyId: made.accessKeyId, secretAccessKey: secret(made.secretAccessKey) } }),
    async drain() {
      stopping = true;
      await beginning;
      await app.drain();
      await journal?.close();
      await storage.close();
    },
  };
}

async function open(
  { database }: DurableMode,
  data: DataDirectory,
  drivers: StorageDrivers,
): Promise<Storage | FileProblem> {
  try {
    return await (database === undefined ? drivers.file(data.files.database) : drivers.shared(database));
  } catch (error) {
    if (error instanceof OpenError) return { problem: error.message };
    throw error;
  }
}

/** What a database that opens can still lack is said as one sentence; all else is a bug. */
function openingProblem(error: unknown): FileProblem {
  if (error instanceof MasterKeyUnavailable) return { problem: error.message };
  if (error instanceof StorageError)
    return { problem: `The installation cannot be opened: ${error.message}.` };
  throw error;
}

/** Of the operator's account, which is the only one whose root user this server made a key for. */
async function rootKeyExists(realms: Runtime["realms"]): Promise<boolean> {
  for (const { id, operator } of realms.installation().byId.enrollment.values()) {
    if (!operator) continue;
    const state = await currentState(realms, id);
    if (state !== undefined && !state.indexes.keysByOwner.startingWith(id + SEPARATOR).next().done)
      return true;
  }
  return false;
}

async function currentState(realms: Realms, account: string): Promise<RealmState | undefined> {
  try {
    return (await realms.account(account))?.current();
  } catch (error) {
    if (error instanceof StorageError) return undefined;
    throw error;
  }
}
