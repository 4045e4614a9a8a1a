import { lstatSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { takeLock } from "./lock.ts";
import { errorCode, type FileProblem, privacyProblem, syncDirectory } from "./private-files.ts";

/** The files of an installation. All of them are mode 0600, in folders of mode 0700. */
export interface DataDirectory {
  readonly path: string;
  readonly files: {
    readonly database: string;
    /** Its default place; `--master-key-file` names another. */
    readonly masterKey: string;
    readonly rootCredentials: string;
    /** A folder, made for the first backup. */
    readonly backups: string;
  };
  /** Lets another process take the directory. Called last. */
  release(): void;
}

/**
 * Opens the data directory for this process alone, and makes it where it does not exist. Refused with a sentence
 * when the folder or anything in it belongs to another user, can be reached by others or is a link, and when another
 * server holds it.
 *
 * Sets the umask of the process, so that what SQLite makes beside the database is private too.
 */
export function openDataDirectory(given: string): DataDirectory | FileProblem {
  process.umask(0o077);
  const path = resolve(given);
  const made = makeDirectory(path);
  if (made !== undefined) return { problem: made };
  const problem = entryProblem(path, "directory") ?? contentProblem(path);
  if (problem !== undefined) return { problem };
  const lock = takeLock(join(path, "lock"));
  if ("problem" in lock) return lock;
  return {
    path,
    files: {
      database: join(path, "portcullis.db"),
      masterKey: join(path, "master.key"),
      rootCredentials: join(path, "root-credentials"),
      backups: join(path, "backups"),
    },
    release: lock.release,
  };
}

function makeDirectory(path: string): string | undefined {
  try {
    mkdirSync(path, { mode: 0o700 });
    syncDirectory(dirname(path));
    return undefined;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return undefined;
    if (code === "ENOENT")
      return `The folder ${dirname(path)}, in which the data directory is to be made, does not exist.`;
    return `The data directory ${path} cannot be made (${code}).`;
  }
}

function contentProblem(path: string): string | undefined {
  let names: readonly string[];
  try {
    names = readdirSync(path);
  } catch (error) {
    return `The data directory ${path} cannot be read (${errorCode(error)}).`;
  }
  for (const name of names) {
    const problem = entryProblem(join(path, name), "any");
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function entryProblem(path: string, expected: "directory" | "any"): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  // Gone between listing and looking: another process is ending, or the lock will tell.
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return `${path} is a symbolic link: the data directory holds its files itself.`;
  if (expected === "directory" && !stats.isDirectory()) return `${path} is not a directory.`;
  if (!stats.isDirectory() && !stats.isFile()) return `${path} is neither a file nor a directory.`;
  if (stats.isFile() && stats.nlink > 1)
    return `${path} has a second name (hard link) by which it could be reached.`;
  const self = process.geteuid?.();
  if (self !== undefined && stats.uid !== self) {
    return `${path} belongs to another user (${stats.uid}): run chown ${self} ${path}.`;
  }
  return privacyProblem(path, stats);
}
