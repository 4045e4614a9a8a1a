import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { directoryProblem } from "./directory-problem.ts";
import { takeLock } from "./lock.ts";
import { errorCode, type FileProblem, syncDirectory } from "./private-files.ts";

/** The files of an installation. All of them are mode 0600, in folders of mode 0700. */
export interface DataDirectory {
  readonly path: string;
  readonly files: {
    readonly lock: string;
    readonly database: string;
    /** Its default place; `--master-key-file` names another. */
    readonly masterKey: string;
    readonly rootCredentials: string;
    /** The same of a first start, until it is known that its account was made. */
    readonly pendingCredentials: string;
    /** Of a node whose database is elsewhere. */
    readonly journal: string;
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
  const problem = directoryProblem(path);
  if (problem !== undefined) return { problem };
  const files = filesIn(path);
  const lock = takeLock(files.lock);
  if ("problem" in lock) return lock;
  return { path, files, release: lock.release };
}

export function filesIn(path: string): DataDirectory["files"] {
  return {
    lock: join(path, "lock"),
    database: join(path, "portcullis.db"),
    masterKey: join(path, "master.key"),
    rootCredentials: join(path, "root-credentials"),
    pendingCredentials: join(path, "root-credentials.pending"),
    journal: join(path, "journal"),
    backups: join(path, "backups"),
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
