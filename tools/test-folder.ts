import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const inMemory = "/dev/shm";
/** Of Linux, `linux/magic.h`. */
const tmpfs = 0x01021994;
/** Far more than a run of all tests holds at once. */
const enough = 4 * 2 ** 30;

/**
 * A folder for what the tests of this process's run throw away, in memory where the system has room for it; undefined:
 * it has none. A run makes and removes some hundred thousand files, most of them PostgreSQL's, and a disk takes a sixth
 * of the run for it. It goes with this process, however that ends but by SIGKILL, lest memory stay taken.
 */
export function folderInMemory(): string | undefined {
  if (!hasRoom()) return undefined;
  const folder = mkdtempSync(join(inMemory, "portcullis-tests-"));
  // Where the run was cut off, its PostgreSQL is still removing what is its own.
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  if (!runsPrograms(folder)) {
    remove();
    return undefined;
  }
  // As the usual one: PostgreSQL, which refuses to be root, runs as somebody else and removes what it made.
  chmodSync(folder, 0o1777);
  process.once("exit", remove);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  return folder;
}

function hasRoom(): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(inMemory);
    accessSync(inMemory, constants.W_OK | constants.X_OK);
    // The room of a tmpfs is what it may take, whether there is as much memory or not.
    return type === tmpfs && Math.min(bavail * bsize, process.availableMemory()) >= enough;
  } catch {
    return false;
  }
}

/** Whether programs may lie there, as those of PostgreSQL will: containers often have it mounted `noexec`. */
function runsPrograms(folder: string): boolean {
  try {
    const program = join(folder, "program");
    writeFileSync(program, "", { mode: 0o700 });
    accessSync(program, constants.X_OK);
    rmSync(program);
    return true;
  } catch {
    return false;
  }
}
