import { setTimeout as wait } from "node:timers/promises";
import { type RealmState, SEPARATOR } from "@portcullis/directory";
import { MasterKeyUnavailable } from "@portcullis/keys";
import { OpenError, type Storage, StorageError } from "@portcullis/storage";
import { appOver, type RunningApp } from "./app-over.ts";
import { realTime } from "./clock.ts";
import type { Config, DurableMode } from "./config/config.ts";
import { secret } from "./config/secret.ts";
import type { DataDirectory } from "./data-directory/open-data-directory.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import { deletionProblem, viewOfDeletion } from "./event-deletion.ts";
import { existing, type Found, findInstallation } from "./find-installation.ts";
import { type Way, wayTo } from "./guarded-storage.ts";
import { issuersOf } from "./issuers/issuers-of.ts";
import { openJournal } from "./journal/journal.ts";
import type { Installation } from "./open-installation.ts";
import { openRuntime } from "./open-runtime.ts";
import type { Log } from "./operate/log.ts";
import { tellOutage } from "./operate/outage.ts";
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
  const finding = findInstallation(config, mode, data, storage, context.endpoint);
  const [found] = await Promise.all([finding.catch(openingProblem), tellOfDeletion(mode, context.log)]);
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
  let { ring } = installation;
  const journal = database === undefined ? undefined : await openJournal(data.files.journal, () => ring);
  let way: Way;
  let stopping = false;
  /** How often the database turned out to have another history than what is held. */
  let histories = 0;
  let beginning: Promise<void> | undefined;

  function begin(on: Installation): Promise<Runtime> {
    way = wayTo(storage);
    ring = on.ring;
    const clock = realTime;
    const common = {
      issuers: issuersOf(config.publicUrl, config.basePath),
      ...{ config, installation: on, storage: way.storage, clock, log, metrics, spoolEvents, version },
      backupFolder: data.files.backups,
    };
    if (journal === undefined) return openRuntime({ ...common, storageKind: "sqlite" });
    const shared = { mostStaleness: config.mostStalenessMs, journal, onOtherHistory };
    return openRuntime({ ...common, storageKind: "postgresql", shared });
  }

  /** From here on nothing that was held changes anything; events go to the journal. */
  function onOtherHistory(why: string): void {
    log.error(`The database has another history than this node (${why}): all that it held is dropped.`);
    histories++;
    way.cut();
    beginning ??= beginAnew().finally(() => {
      beginning = undefined;
    });
  }

  /** From what the database holds now. Until then every call is refused. Never rejects. */
  async function beginAnew(): Promise<void> {
    const outage = tellOutage(log, {
      began: "This node cannot begin anew yet; it goes on trying",
      over: () => "This node has begun anew.",
      bug: "This node could not begin anew yet.",
    });
    for (let begunOn = 0; begunOn < histories && !stopping; ) {
      try {
        await app?.end();
        const on = histories;
        const now = await existing(config, storage, installation.masterKeys);
        if ("problem" in now) throw new StorageError("away", now.problem);
        runtime = await begin(now);
        app?.begin();
        begunOn = on;
        outage.worked();
      } catch (error) {
        outage.failed(error);
        await wait(BETWEEN_TRIES);
      }
    }
  }

  let app: RunningApp | undefined;
  let runtime = await begin(installation);
  app = appOver(() => runtime, context);
  const { aws, ready, deployment, end } = app;
  return {
    aws,
    ready,
    deployment,
    rootAccessKeyExists: await rootKeyExists(runtime.realms),
    ...(made === undefined
      ? {}
      : { firstStart: { accessKeyId: made.accessKeyId, secretAccessKey: secret(made.secretAccessKey) } }),
    async drain() {
      stopping = true;
      await beginning;
      await end();
      await journal?.close();
      await storage.close();
    },
  };
}

/** At once, because the first deletion comes a minute later; and no more, because all else goes on without it. */
async function tellOfDeletion({ database }: DurableMode, log: Log): Promise<void> {
  if (database === undefined) return;
  const problem = deletionProblem(database, await viewOfDeletion(database));
  if (problem !== undefined) log.warn(problem);
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
