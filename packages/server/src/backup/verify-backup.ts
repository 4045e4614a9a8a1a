import { type Entity, type KeptBody, readBody } from "@portcullis/directory";
import { type KeyRing, type MasterKey, openKeyRing, purposes } from "@portcullis/keys";
import type { DumpTables, KeyRow } from "@portcullis/storage";
import { isPartitionName } from "../config/partitions.table.ts";
import { BackupError } from "./backup-error.ts";
import { isSealOf } from "./backup-seal.ts";
import type { Header, Trailer } from "./envelope.ts";
import { readBackup } from "./read-backup.ts";
import { type FileSum, linesOf } from "./read-lines.ts";
import { type Returned, returnedOf } from "./returned.ts";
import { unopenedField } from "./sealed-fields.ts";

/** A backup that was read to its end: it is whole, this master key's, and written by the deployment itself. */
export interface Verified {
  readonly header: Header;
  readonly trailer: Trailer;
  readonly digest: Uint8Array;
  readonly file: FileSum;
  readonly keys: readonly KeyRow[];
  readonly ring: KeyRing;
  readonly returned: Returned;
}

/** Reads all of it and writes nothing. Throws a BackupError. */
export async function verifyBackup(path: string, masterKey: MasterKey): Promise<Verified> {
  try {
    return await verifyParts(path, masterKey);
  } catch (error) {
    // What compressed it has a sum at the end: of a damaged file nothing else is worth saying, the less that a key is wrong.
    if (error instanceof BackupError) for await (const _ of linesOf(path));
    throw error;
  }
}

async function verifyParts(path: string, masterKey: MasterKey): Promise<Verified> {
  const returned = returnedOf();
  const realms = new Set<string>();
  const keys: KeyRow[] = [];
  let header: Header | undefined;
  let ring: KeyRing | undefined;
  for await (const part of readBackup(path)) {
    if (part.table === "header") {
      header = part.header;
      continue;
    }
    if (part.table === "key") {
      keys.push(...part.rows);
      continue;
    }
    if (header === undefined) throw new Error("a backup begins with its header");
    ring ??= await ringOf(header, keys, masterKey);
    if (part.table === "realm") for (const { realm } of part.rows) realms.add(realm);
    if (part.table === "entity") {
      for (const row of part.rows) returned.add(row.realm, entityOf(row, realms, ring));
    }
    if (part.table === "end") {
      const { trailer, digest, file } = part;
      checkSeal(ring, header, digest, trailer.seal);
      if (returned.operators().length === 0) throw new BackupError("The backup holds no operator's account.");
      return { header, trailer, digest, file, keys, ring, returned: returned.all() };
    }
  }
  throw new Error("a backup that was read has an end");
}

async function ringOf(header: Header, keys: readonly KeyRow[], masterKey: MasterKey): Promise<KeyRing> {
  const { id, keyCheck, partition } = header.deployment;
  if (!isPartitionName(partition)) {
    throw new BackupError(`The backup is of the partition ${partition}, which this release does not know.`);
  }
  const foreign = keys.find(({ purpose }) => !Object.hasOwn(purposes, purpose));
  if (foreign !== undefined) {
    throw new BackupError(
      "The backup holds keys for a purpose that this version does not know: restore it with the version that wrote it, or a newer one.",
    );
  }
  const opened = await openKeyRing({ deploymentId: id, keyCheck, rows: keys, masterKey });
  if (!opened.ok) throw new BackupError(opened.message);
  return opened.ring;
}

function entityOf(row: DumpTables["entity"], realms: ReadonlySet<string>, ring: KeyRing): Entity {
  if (!realms.has(row.realm))
    throw new BackupError("The backup holds an entity of a realm that is not in it.");
  const entity = readable(row);
  const sealed = unopenedField(ring, row.realm, entity);
  if (sealed === undefined) return entity;
  throw new BackupError(
    `The ${sealed} of the ${entity.kind} ${entity.id} does not open: it was changed or moved.`,
  );
}

/** What a newer release wrote is refused before anything is restored. */
function readable(row: KeptBody): Entity {
  try {
    return readBody(row);
  } catch (error) {
    throw new BackupError(`The backup cannot be restored by this version: ${(error as Error).message}.`);
  }
}

/** A digest in the file tells of damage; that it was sealed tells of who wrote it. */
function checkSeal(ring: KeyRing, { created }: Header, digest: Uint8Array, seal: string): void {
  if (isSealOf(ring, created, digest, seal)) return;
  throw new BackupError("The backup was changed after it was written: its seal is not this deployment's.");
}
