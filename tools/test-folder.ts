import { accessSync, constants, statfsSync } from "node:fs";

const inMemory = "/dev/shm";
/** Of Linux, `linux/magic.h`. */
const tmpfs = 0x01021994;
/** Far more than a run of all tests holds at once. */
const enough = 4 * 2 ** 30;

/**
 * A folder in memory for what tests throw away, where the system has one with room; undefined: its usual one. A run
 * makes and removes some hundred thousand files, most of them PostgreSQL's, and a disk takes a sixth of the run for it.
 */
export function folderInMemory(): string | undefined {
  try {
    const { type, bavail, bsize } = statfsSync(inMemory);
    accessSync(inMemory, constants.W_OK | constants.X_OK);
    return type === tmpfs && bavail * bsize >= enough ? inMemory : undefined;
  } catch {
    return undefined;
  }
}
