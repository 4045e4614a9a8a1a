import { lstatSync, mkdirSync, readdirSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { KeyRing } from "@portcullis/keys";
import type { Asker, BackupFacts, BackupRefusal } from "@portcullis/services";
import { type Spool, type Storage, StorageError } from "@portcullis/storage";
import type { Numbering } from "../audit/service-event.ts";
import { errorCode, privacyProblem, syncDirectory } from "../data-directory/private-files.ts";
import { backupEvent } from "./backup-event.ts";
import { writeBackup } from "./write-backup.ts";

/** Makes backups of what this process serves, one at a time. */
export interface Backups {
  create(asker: Asker): Promise<BackupFacts | BackupRefusal>;
}

export interface BackupsOptions {
  /** The folder that they are put in, made where it is missing; undefined: nothing is kept on disk. */
  readonly folder: string | undefined;
  readonly storage: Pick<Storage, "dump">;
  readonly spool: Pick<Spool, "flush" | "durable">;
  readonly numbering: Numbering;
  readonly ring: KeyRing;
  readonly version: string;
}

/** A file that is not a backup yet. */
const unfinished = /^\.portcullis-.*\.new$/;

export function backupsOf({ folder, storage, spool, numbering, ring, version }: BackupsOptions): Backups {
  let underWay = false;

  async function make(into: string, asker: Asker): Promise<BackupFacts | BackupRefusal> {
    const problem = await readyFolder(into);
    if (problem !== undefined) return failed(problem);
    const created = Date.now();
    // INVARIANT: the name is the server's own; nothing of it comes from a caller.
    const name = `portcullis-${new Date(created).toISOString().replace(/[-:.]/g, "")}-${ring.deploymentId}.jsonl.gz`;
    const path = join(into, name);
    const temporary = join(into, `.${name}.new`);
    try {
      // What was answered before this call is then in the backup, its event too.
      await spool.flush();
      const written = await writeBackup(temporary, { parts: storage.dump(), ring, created, version });
      const { size, sha256, rows, revisions, deployment } = written;
      // INVARIANT: no unaudited backup. Its event is on disk before there is one, else there is none.
      await spool.durable([backupEvent(numbering, { file: name, size, sha256 }, asker, Date.now())]);
      await rename(temporary, path);
      syncDirectory(into);
      return {
        path,
        size,
        sha256,
        created,
        deploymentId: deployment.id,
        incarnation: deployment.incarnation,
        realms: rows.realm,
        revisions,
        entities: rows.entity,
        events: rows.event,
      };
    } catch (error) {
      await rm(temporary, { force: true });
      if (error instanceof StorageError) return failed(`The backup was not made: ${error.message}.`);
      if (!isSystemError(error)) throw error;
      return failed(`The backup could not be written (${errorCode(error)}).`);
    }
  }

  return {
    async create(asker) {
      if (folder === undefined) {
        return {
          refused: "keeps-nothing",
          message: "This server keeps nothing on disk, and has no place for a backup.",
        };
      }
      if (underWay) return { refused: "in-progress", message: "Another backup is being made." };
      underWay = true;
      try {
        return await make(folder, asker);
      } finally {
        underWay = false;
      }
    },
  };
}

/** Makes the folder, and takes away what a process left that ended in the middle. A problem is one sentence. */
async function readyFolder(folder: string): Promise<string | undefined> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stats = lstatSync(folder);
    if (!stats.isDirectory()) return `${folder} is not a directory.`;
    const problem = privacyProblem(folder, stats);
    if (problem !== undefined) return problem;
    for (const name of readdirSync(folder)) {
      if (unfinished.test(name)) await rm(join(folder, name), { force: true });
    }
    return undefined;
  } catch (error) {
    return `The folder ${folder} cannot be used (${errorCode(error)}).`;
  }
}

function failed(message: string): BackupRefusal {
  return { refused: "failed", message };
}

/** An error of the operating system's: the disk is full, or read-only. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && "errno" in error && "syscall" in error;
}
