import { createMasterKeyFile, fileMasterKey, type MasterKey } from "@portcullis/keys";
import { type Storage, StorageError } from "@portcullis/storage";
import type { Config, DurableMode } from "./config/config.ts";
import { defaultPartition } from "./config/partitions.table.ts";
import type { DataDirectory } from "./data-directory/open-data-directory.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import { removeRootCredentials, writeRootCredentials } from "./data-directory/root-credentials.ts";
import { newAccountNumber, newRootKey, type RootKey } from "./first-start.ts";
import {
  type Installation,
  keepFirstState,
  makeFirstState,
  openInstallation,
  partitionProblem,
} from "./open-installation.ts";

export interface Found {
  readonly installation: Installation;
  readonly masterKey: MasterKey;
  /** At the first start. */
  readonly made: RootKey | undefined;
}

/** The installation that a storage holds; made where it holds none. */
export async function findInstallation(
  config: Config,
  mode: DurableMode,
  data: DataDirectory,
  storage: Storage,
  endpoint: string,
): Promise<Found | FileProblem> {
  const deployment = await storage.deployment();
  const mayMake = deployment === undefined && mode.database === undefined;
  const masterKey = await masterKeyOf(mode.masterKeyFile ?? data.files.masterKey, mayMake);
  if ("problem" in masterKey) return masterKey;
  if (deployment === undefined) {
    const made = await makeInstallation(config, data, storage, masterKey, endpoint);
    if (made !== "made by another node") return made;
  }
  const installation = await existing(config, storage, masterKey);
  return "problem" in installation ? installation : { installation, masterKey, made: undefined };
}

/** The installation as the storage holds it now. */
export async function existing(
  config: Pick<Config, "partition">,
  storage: Storage,
  masterKey: MasterKey,
): Promise<Installation | FileProblem> {
  const deployment = await storage.deployment();
  if (deployment === undefined) return { problem: "The database holds no installation." };
  const installation = await openInstallation(storage, deployment, masterKey);
  if ("problem" in installation) return installation;
  return partitionProblem(config.partition, installation.partition) ?? installation;
}

async function makeInstallation(
  config: Config,
  data: DataDirectory,
  storage: Storage,
  masterKey: MasterKey,
  endpoint: string,
): Promise<Found | FileProblem | "made by another node"> {
  const partition = config.partition ?? defaultPartition;
  const number = newAccountNumber();
  const root = newRootKey(number);
  const account = { number, created: Date.now(), operator: true };
  const first = await makeFirstState(masterKey, partition, account, root);
  // On disk before the account is: never an account whose root secret nobody saw.
  const unwritten = writeRootCredentials(data, { endpoint, partition, ...root });
  if (unwritten !== undefined) return unwritten;
  try {
    await keepFirstState(storage, first);
  } catch (error) {
    if (!(error instanceof StorageError && error.kind === "lost-race")) throw error;
    removeRootCredentials(data);
    return "made by another node";
  }
  const installation = { deployment: first.deployment, partition, ring: first.ring };
  return { installation, masterKey, made: root };
}

/**
 * The master key of an installation. It is made only where nothing was ever kept and nobody else can keep anything: a
 * database without its key is refused, since a new one could open nothing, and several nodes must be given the same.
 */
export async function masterKeyOf(path: string, mayMake: boolean): Promise<MasterKey | FileProblem> {
  const found = await fileMasterKey(path);
  if (found.ok) return found.masterKey;
  if (found.code !== "missing" || !mayMake) return { problem: found.message };
  const made = await createMasterKeyFile(path);
  return made.ok ? made.masterKey : { problem: made.message };
}
