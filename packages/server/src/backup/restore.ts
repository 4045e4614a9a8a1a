import { resolve } from "node:path";
import { type Kind, readBody } from "@portcullis/directory";
import { type MasterKey, MasterKeyUnavailable } from "@portcullis/keys";
import { type DumpPart, OpenError, type Storage, StorageError } from "@portcullis/storage";
import type { DurableMode } from "../config/config.ts";
import { filesIn, openDataDirectory } from "../data-directory/open-data-directory.ts";
import type { FileProblem } from "../data-directory/private-files.ts";
import { openMasterKeys } from "../master-keys.ts";
import { type StorageDrivers, storageDrivers } from "../storage-drivers.ts";
import { BackupError } from "./backup-error.ts";
import { readBackup } from "./read-backup.ts";
import { damaged, sizeOfBackup } from "./read-lines.ts";
import { restoreEvent } from "./restore-event.ts";
import { type NewIdentity, newDeployment, newIncarnation } from "./restored-keys.ts";
import type { Returned } from "./returned.ts";
import { resealed } from "./sealed-fields.ts";
import { type Verified, verifyBackup } from "./verify-backup.ts";

export interface RestoreRequest {
  readonly file: string;
  /** Where it is restored to, a place in which no deployment is; and the master keys, of which one must fit. */
  readonly mode: DurableMode;
  /** Whether it becomes another deployment, which its original knows nothing of. */
  readonly asNewDeployment: boolean;
}

export interface RestoreReport extends Returned {
  /** SHA-256 of the file, in hexadecimal digits. */
  readonly sha256: string;
  /** When the backup was begun, epoch milliseconds. */
  readonly created: number;
  readonly deploymentId: string;
  readonly incarnation: string;
}

type Restored = RestoreReport | FileProblem;

const keyRemedy = "put the key of the server that made the backup there, or name it with --master-key-file";

/**
 * Restores a backup into an empty database, as a new incarnation: sessions of the time before are refused. The
 * whole file is verified before anything is written, and nothing is ever overwritten. A problem is one sentence.
 */
export async function restoreBackup(
  request: RestoreRequest,
  drivers: Pick<StorageDrivers, "file" | "shared"> = storageDrivers,
): Promise<Restored> {
  try {
    const { file, mode } = request;
    // Before the keys are asked for: who mistyped its name hears of that first.
    sizeOfBackup(file);
    const usualKey = filesIn(resolve(mode.dataDirectory)).masterKey;
    const masterKeys = await openMasterKeys(mode, usualKey, false, keyRemedy);
    if ("problem" in masterKeys) return masterKeys;
    const verified = await verifyBackup(file, masterKeys);
    const { database } = mode;
    const into = (storage: Storage) => fill(storage, request, verified, masterKeys);
    return await (database === undefined
      ? inDataDirectory(mode.dataDirectory, drivers, into)
      : closing(await drivers.shared(database), into));
  } catch (error) {
    if (error instanceof BackupError || error instanceof OpenError || error instanceof MasterKeyUnavailable)
      return { problem: error.message };
    if (error instanceof StorageError) return { problem: failureOf(error) };
    throw error;
  }
}

function failureOf({ kind, message }: StorageError): string {
  return kind === "unknown"
    ? `Whether the backup was restored is not known (${message}): run it again, which finds out.`
    : `The backup was not restored: ${message}.`;
}

/** A shared database takes nothing from the data directory, which is each node's own: only here is one made and held. */
async function inDataDirectory(
  path: string,
  drivers: Pick<StorageDrivers, "file">,
  run: (storage: Storage) => Promise<Restored>,
): Promise<Restored> {
  const data = openDataDirectory(path);
  if ("problem" in data) return data;
  try {
    return await closing(await drivers.file(data.files.database), run);
  } finally {
    data.release();
  }
}

async function closing(storage: Storage, run: (storage: Storage) => Promise<Restored>): Promise<Restored> {
  try {
    return await run(storage);
  } finally {
    await storage.close();
  }
}

async function fill(
  storage: Storage,
  { file, mode, asNewDeployment }: RestoreRequest,
  verified: Verified,
  masterKey: MasterKey,
): Promise<Restored> {
  if ((await storage.deployment()) !== undefined) return { problem: takenProblem(mode) };
  const now = Date.now();
  const identity = await (asNewDeployment ? newDeployment : newIncarnation)(verified, masterKey, now);
  const filling = storage.fill(restoredParts(file, verified, identity, now));
  await filling.catch((error: unknown) => unlessThere(storage, identity, error));
  const { header, returned } = verified;
  return {
    sha256: verified.file.sha256,
    created: header.created,
    deploymentId: identity.deployment.id,
    incarnation: identity.deployment.incarnation,
    accounts: asNewDeployment
      ? returned.accounts.map((account) => ({ ...account, outboundIssuer: undefined }))
      : returned.accounts,
  };
}

/** Where only the answer to the last step was lost, all is done, and what came back has to be listed. */
async function unlessThere(storage: Storage, { deployment }: NewIdentity, error: unknown): Promise<void> {
  if (!(error instanceof StorageError && error.kind === "unknown")) throw error;
  const there = await storage.deployment().catch(() => undefined);
  if (there?.incarnation !== deployment.incarnation) throw error;
}

function takenProblem({ database, dataDirectory }: DurableMode): string {
  return database === undefined
    ? `The data directory ${resolve(dataDirectory)} holds a deployment already: a restore overwrites nothing, so name another with --data-dir.`
    : "The database that --database names holds a deployment already: a restore overwrites nothing, so name an empty one.";
}

/** The backup's rows as they come back. Reads the file again, and ends only if it is still the one that was verified. */
async function* restoredParts(
  path: string,
  verified: Verified,
  identity: NewIdentity,
  now: number,
): AsyncGenerator<DumpPart> {
  yield { table: "deployment", rows: [identity.deployment] };
  yield { table: "key", rows: identity.keys };
  for await (const part of readBackup(path)) {
    switch (part.table) {
      case "header":
      case "key":
        break;
      case "entity":
        yield {
          table: "entity",
          rows: part.rows
            .filter(({ kind }) => identity.ring === undefined || !ofOriginal.has(kind))
            .map((row) => restoredEntity(row, verified, identity)),
        };
        break;
      case "end":
        if (!part.digest.equals(verified.digest)) throw damaged();
        break;
      default:
        yield part;
    }
  }
  yield { table: "event", rows: eventsOf(verified, identity, now) };
}

/**
 * What another deployment does not get: who issues outbound tokens, and with which keys. Others trust the original by
 * its URL, and a clone could speak in its place.
 */
const ofOriginal: ReadonlySet<string> = new Set<Kind>(["outbound-issuer", "outbound-key"]);

type EntityRow = Extract<DumpPart, { readonly table: "entity" }>["rows"][number];

function restoredEntity(row: EntityRow, { ring }: Verified, identity: NewIdentity): EntityRow {
  if (identity.ring === undefined) return row;
  return { realm: row.realm, ...resealed(ring, identity.ring, row.realm, readBody(row)) };
}

function eventsOf({ header, file, returned }: Verified, { deployment }: NewIdentity, now: number) {
  const facts = {
    backupSha256: file.sha256,
    backupCreated: header.created,
    backupDeployment: header.deployment.id,
    backupIncarnation: header.deployment.incarnation,
    deployment: deployment.id,
    incarnation: deployment.incarnation,
  };
  return returned.accounts
    .filter(({ operator }) => operator)
    .map(({ account }) => restoreEvent(account, facts, now));
}
