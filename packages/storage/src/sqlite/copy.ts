import { closeSync, fsync, openSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { backup, type DatabaseSync } from "node:sqlite";
import { StorageError } from "../contract.ts";
import { resultCode, toStorageError } from "./errors.ts";

/** Pages that are copied at a time: a commit waits for so many at most. */
const pagesInStep = 50;
const allPages = 2 ** 31 - 1;

/**
 * Steps between syncs of the copy. SQLite syncs it when it is complete, and keeps the source locked meanwhile: for a
 * copy of 1 GB that was 2 s in which no commit went on. With what is new synced every 2 MB by ourselves, the longest
 * wait was 15 ms.
 */
const stepsBetweenSyncs = 10;

/**
 * The first step ends the copy, with no error code, where it meets a transaction; later ones wait for their turn. A
 * transaction that is rolled back makes the copy begin again, and so does each commit to a database in memory. After
 * so many times it is made in one step, and commits wait.
 */
const mostTries = 50;
const mostRestarts = 5;
const metTransaction = 0;

/**
 * Copies the database into a new file, as it stands when the last page is copied. Commits go on meanwhile, and are in
 * the copy: they use the very connection that is copied (https://www.sqlite.org/backup.html).
 * @param isLeft whether nobody wants the copy any more
 */
export async function copyDatabase(db: DatabaseSync, path: string, isLeft: () => boolean): Promise<void> {
  checkSpace(db, path);
  let rate = pagesInStep;
  for (let tries = 1; ; tries += 1) {
    try {
      return await copy(db, path, rate, isLeft);
    } catch (error) {
      if (error instanceof Restarted) rate = allPages;
      else if (resultCode(error) !== metTransaction) throw toStorageError(error, false);
      if (tries === mostTries) throw new StorageError("try-again", "the database is busy", { cause: error });
    }
  }
}

/** The copy began again too often. */
class Restarted extends Error {}

async function copy(db: DatabaseSync, path: string, rate: number, isLeft: () => boolean): Promise<void> {
  let file: number | undefined;
  let syncing: Promise<void> | undefined;
  let steps = 0;
  let restarts = 0;
  let left = Number.POSITIVE_INFINITY;
  const progress = (pages: { readonly totalPages: number; readonly remainingPages: number }): void => {
    if (isLeft()) throw new StorageError("away", "the copy of the database was given up");
    if (pages.remainingPages > left && pages.remainingPages >= pages.totalPages - rate) restarts += 1;
    if (restarts > mostRestarts) throw new Restarted();
    left = pages.remainingPages;
    steps += 1;
    if (steps % stepsBetweenSyncs !== 0 || syncing !== undefined) return;
    file ??= openSync(path, "r");
    const descriptor = file;
    syncing = new Promise((resolve) => {
      fsync(descriptor, () => {
        syncing = undefined;
        resolve();
      });
    });
  };
  try {
    await backup(db, path, { rate, progress });
  } finally {
    await syncing;
    if (file !== undefined) closeSync(file);
  }
}

/** A copy that fills the disk would keep changes from being written, and fail in the end. */
function checkSpace(db: DatabaseSync, path: string): void {
  const number = (name: string) => Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
  const disk = statfsSync(dirname(path));
  if (disk.bavail * disk.bsize >= 2 * number("page_count") * number("page_size")) return;
  throw new StorageError("away", "the disk has no space for a copy of the database");
}
