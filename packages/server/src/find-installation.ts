import type { MasterKeys } from "@portcullis/keys";
import { type Storage, StorageError } from "@portcullis/storage";
import type { Config, DurableMode } from "./config/config.ts";
import { defaultPartition } from "./config/partitions.table.ts";
import type { DataDirectory } from "./data-directory/open-data-directory.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import {
  type FirstRoot,
  readPendingCredentials,
  settlePendingCredentials,
  writePendingCredentials,
} from "./data-directory/root-credentials.ts";
import type { StartBlock } from "./data-directory/start-block.ts";
import { newAccountNumber, newRootKey, type RootKey } from "./first-start.ts";
import { openMasterKeys } from "./master-keys.ts";
import {
  type Installation,
  installationOf,
  keepFirstState,
  makeFirstState,
  openInstallation,
  partitionProblem,
} from "./open-installation.ts";
import { accountRealm } from "./realms/realm-names.ts";

export interface Found {
  readonly installation: Installation;
  /** At the first start. */
  readonly made: RootKey | undefined;
}

const unendedRestore: FileProblem = {
  problem: "A restore into this database has not ended: let it go on, or run it again where it was cut off.",
};

const sharedKeyRemedy =
  "over a shared database none is made, so give every node the same with --master-key-file";

/** The installation that a storage holds; made where it holds none. */
export async function findInstallation(
  config: Config,
  mode: DurableMode,
  data: DataDirectory,
  storage: Storage,
  endpoint: string,
): Promise<Found | FileProblem> {
  const begun = await storage.begun();
  const deployment = await storage.deployment();
  if (deployment === undefined && begun) return unendedRestore;
  const mayMake = deployment === undefined && mode.database === undefined;
  const masterKeys = await openMasterKeys(
    mode,
    data.files.masterKey,
    mayMake,
    mode.database && sharedKeyRemedy,
  );
  if ("problem" in masterKeys) return masterKeys;
  if (deployment === undefined) {
    const made = await makeInstallation(config, data, storage, masterKeys, endpoint);
    if (made !== "begun by another") return made;
    if ((await storage.deployment()) === undefined) return unendedRestore;
  }
  const installation = await existing(config, storage, masterKeys);
  if ("problem" in installation) return installation;
  const unsettled = await settleEarlier(data, storage, { endpoint, partition: installation.partition });
  return unsettled ?? { installation, made: undefined };
}

/** The installation as the storage holds it now. */
export async function existing(
  config: Pick<Config, "partition">,
  storage: Storage,
  masterKeys: MasterKeys,
): Promise<Installation | FileProblem> {
  const deployment = await storage.deployment();
  if (deployment === undefined) return { problem: "The database holds no installation." };
  const installation = await openInstallation(storage, deployment, masterKeys);
  if ("problem" in installation) return installation;
  return partitionProblem(config.partition, installation.partition) ?? installation;
}

async function makeInstallation(
  config: Config,
  data: DataDirectory,
  storage: Storage,
  masterKeys: MasterKeys,
  endpoint: string,
): Promise<Found | FileProblem | "begun by another"> {
  const partition = config.partition ?? defaultPartition;
  const root = readPendingCredentials(data) ?? newFirstRoot();
  const account = { number: root.account, created: Date.now(), operator: true };
  const first = await makeFirstState(masterKeys, partition, account, root);
  const unwritten = writePendingCredentials(data, { endpoint, partition, ...root });
  if (unwritten !== undefined) return unwritten;
  try {
    await keepFirstState(storage, first);
  } catch (error) {
    if (!(error instanceof StorageError && error.kind === "lost-race")) throw error;
    return "begun by another";
  }
  return (
    settlePendingCredentials(data, true) ?? { installation: installationOf(first, partition), made: root }
  );
}

function newFirstRoot(): FirstRoot {
  const account = newAccountNumber();
  return { account, ...newRootKey(account) };
}

/**
 * What a first start of this node asked for may have been kept after that had given up, or was ended. The server may have
 * another address by now.
 */
async function settleEarlier(
  data: DataDirectory,
  storage: Storage,
  served: Pick<StartBlock, "endpoint" | "partition">,
): Promise<FileProblem | undefined> {
  const pending = readPendingCredentials(data);
  if (pending === undefined) return undefined;
  const made = await storage.realmExists(accountRealm(pending.account));
  const unwritten = made ? writePendingCredentials(data, { ...served, ...pending }) : undefined;
  return unwritten ?? settlePendingCredentials(data, made);
}
