import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scope } from "./scope.ts";

/** A folder of its own, mode 0700, that is gone with the scope. PORTCULLIS_BENCH_DIR names the disk to measure. */
export function newFolder(scope: Scope): string {
  const within = process.env.PORTCULLIS_BENCH_DIR ?? tmpdir();
  return scope.keep(mkdtempSync(join(within, "portcullis-")), (path) => rmSync(path, { recursive: true }));
}
