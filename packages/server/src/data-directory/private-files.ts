import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** What is wrong with a file or folder: one sentence for the person who starts the server. */
export interface FileProblem {
  readonly problem: string;
}

/** Largest file that is read as a key, a certificate or credentials, in bytes. */
const largest = 1024 * 1024;

/**
 * Reads a file that only this user may read: a regular file, owned by the user or by root, with no permission for
 * others. A file of root's may be readable by the group (as secrets mounted into containers are).
 * What is checked is the opened file itself, so it cannot be exchanged between the check and the reading.
 *
 * @param symlinks whether the last part of the path may be a link: yes for paths that the operator named, since
 *   mounted secrets are links; no inside the data directory
 */
export function readPrivateFile(path: string, symlinks: "followed" | "refused"): Buffer | FileProblem {
  return readChecked(path, symlinks, (stats) => privacyProblem(path, stats));
}

/** Reads a file that is no secret, such as a certificate, with the same bounds. */
export function readPublicFile(path: string): Buffer | FileProblem {
  return readChecked(path, "followed", () => undefined);
}

function readChecked(
  path: string,
  symlinks: "followed" | "refused",
  check: (stats: Stats) => string | undefined,
): Buffer | FileProblem {
  let file: number;
  try {
    // Without O_NONBLOCK opening a pipe would wait for its writer.
    const noFollow = symlinks === "refused" ? constants.O_NOFOLLOW : 0;
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | noFollow);
  } catch (error) {
    return { problem: `${path} cannot be read (${errorCode(error)}).` };
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return { problem: `${path} is not a regular file.` };
    if (stats.size > largest) return { problem: `${path} is too large.` };
    const problem = check(stats);
    return problem === undefined ? readFileSync(file) : { problem };
  } catch (error) {
    return { problem: `${path} cannot be read (${errorCode(error)}).` };
  } finally {
    closeSync(file);
  }
}

/** Why a file's owner or mode lets others at it; undefined when they are as they must be. */
export function privacyProblem(path: string, stats: Stats): string | undefined {
  const self = process.geteuid?.();
  // Without user ids (Windows) there are no modes to go by either.
  if (self === undefined) return undefined;
  if (stats.uid !== self && stats.uid !== 0) {
    return `${path} belongs to another user (${stats.uid}): run chown ${self} ${path}.`;
  }
  const forbidden = stats.uid === self ? 0o077 : 0o037;
  if ((stats.mode & forbidden) === 0) return undefined;
  const mode = (stats.mode & 0o7777).toString(8).padStart(4, "0");
  const wanted = stats.isDirectory() ? "700" : "600";
  return `${path} can be reached by other users (mode ${mode}): run chmod ${wanted} ${path}.`;
}

/**
 * Writes a file of mode 0600 that is either there as a whole, and on disk, or not at all.
 * A file of that name is replaced.
 */
export function writePrivateFile(path: string, content: string | Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.new`);
  removeFile(temporary);
  const file = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    fchmodSync(file, 0o600);
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (error) {
    removeFile(temporary);
    throw error;
  } finally {
    closeSync(file);
  }
  try {
    renameSync(temporary, path);
  } catch (error) {
    removeFile(temporary);
    throw error;
  }
  syncDirectory(dirname(path));
}

/** Puts a folder's entries on disk: a new name is not durable before that. */
export function syncDirectory(path: string): void {
  const folder = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
