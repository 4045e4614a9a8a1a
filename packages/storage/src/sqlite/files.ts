import { closeSync, fsyncSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { OpenError } from "../open-error.ts";

/**
 * Makes the directory (0700) and the file (0600) where they are missing, whatever the umask, and refuses
 * what others could read. SQLite gives its own files beside it the mode of the database's.
 *
 * INVARIANT: nothing in this process opens the database's file but SQLite, because closing any descriptor of
 * it would drop the locks that keep other processes out (https://www.sqlite.org/howtocorrupt.html).
 */
export function prepareFiles(path: string, alsoPrivate: readonly string[]): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    makeFile(path);
  } catch (error) {
    throw new OpenError("cannot-open", `The database ${path} cannot be made: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  if (process.platform === "win32") return;
  for (const file of [path, ...alsoPrivate]) {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & 0o077) === 0) continue;
    throw new OpenError("readable-by-others", `${file} can be read by other users: give it mode 0600.`);
  }
}

function makeFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  closeSync(openSync(path, "wx", 0o600));
  const directory = openSync(dirname(path), "r");
  fsyncSync(directory);
  closeSync(directory);
}
