import { globSync, statSync } from "node:fs";
import { join } from "node:path";

/** Bytes of the files of a folder. */
export function folderBytes(folder: string): number {
  return globSync("*", { cwd: folder }).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
