import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

const inMemory = "/dev/shm";
/** Of Linux, `linux/magic.h`. */
const tmpfs = 0x01021994;
/** Far more than a run of all tests holds at once. */
const enough = 4 * 2 ** 30;

/**
 * A folder for what the tests of this process's run throw away, in memory where the system has room for it; undefined:
 * it has none. A run makes and removes some hundred thousand files, most of them PostgreSQL's, and a disk takes a sixth
 * of the run for it. It goes with this process, lest memory stay taken.
 */
export function folderInMemory(): string | undefined {
  if (!hasRoom()) return undefined;
  const folder = mkdtempSync(join(inMemory, "portcullis-tests-"));
  // As the usual one: PostgreSQL, which refuses to be root, runs as somebody else and removes what it made.
  chmodSync(folder, 0o1777);
  // Where the run was cut off, its PostgreSQL is still removing what is its own.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  return folder;
}

function hasRoom(): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(inMemory);
    accessSync(inMemory, constants.W_OK | constants.X_OK);
    return type === tmpfs && bavail * bsize >= enough;
  } catch {
    return false;
  }
}
