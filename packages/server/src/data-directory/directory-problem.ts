import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { errorCode, privacyProblem } from "./private-files.ts";

/**
 * Why a data directory that is there cannot be trusted, in one sentence; undefined: it can, or there is none. It and
 * everything in it must be this user's alone, and nothing may be a link. Changes nothing.
 */
export function directoryProblem(path: string): string | undefined {
  return entryProblem(path, "directory") ?? contentProblem(path);
}

function contentProblem(path: string): string | undefined {
  let names: readonly string[];
  try {
    names = readdirSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
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
