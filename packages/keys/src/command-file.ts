import { constants, type Stats } from "node:fs";
import { access, lstat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Why a program may not be started, as one sentence; undefined where it may. It is a regular file that we may run,
 * and it and every folder on the way belong to us or root and can be written by nobody else, so that nobody else
 * decides what is started. Links are refused.
 */
export async function programProblem(path: string): Promise<string | undefined> {
  const stats = await look(path);
  if (typeof stats === "string") return stats;
  if (stats.isSymbolicLink()) return `${path} is a symbolic link, which is refused.`;
  if (!stats.isFile()) return `${path} is not a regular file.`;
  const open = ownerProblem(path, stats);
  if (open !== undefined) return open;
  for (let below = path, folder = dirname(path); folder !== below; below = folder, folder = dirname(folder)) {
    const problem = await folderProblem(folder);
    if (problem !== undefined) return problem;
  }
  try {
    await access(path, constants.X_OK);
    return undefined;
  } catch {
    return `${path} cannot be executed: run chmod u+x ${path}.`;
  }
}

async function folderProblem(folder: string): Promise<string | undefined> {
  const stats = await look(folder);
  if (typeof stats === "string") return stats;
  if (!stats.isDirectory()) return `${folder} is not a folder, or it is a symbolic link, which is refused.`;
  return ownerProblem(folder, stats);
}

/** In a folder like /tmp nobody takes away or renames what belongs to another. */
const sticky = 0o1000;

function ownerProblem(path: string, stats: Stats): string | undefined {
  if (stats.uid !== process.geteuid?.() && stats.uid !== 0) return `${path} belongs to another user.`;
  if ((stats.mode & 0o022) === 0 || (stats.isDirectory() && (stats.mode & sticky) !== 0)) return undefined;
  const mode = (stats.mode & 0o777).toString(8).padStart(4, "0");
  return `${path} can be written by others (mode ${mode}): run chmod go-w ${path}.`;
}

async function look(path: string): Promise<Stats | string> {
  try {
    return await lstat(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return `${path} cannot be looked at (${code}).`;
  }
}
