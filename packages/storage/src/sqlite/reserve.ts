import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Space that is kept back, so that on a full disk the operator can still revoke and delete.
 * It is a file of that size beside the database. The first urgent write that finds no space gives it up; until
 * it could be made again, only urgent writes are let through.
 */
export interface Reserve {
  readonly bytes: number;
  /** Whether the space is there. Looks at the disk. */
  held(): boolean;
  giveUp(): void;
  /** Makes it where there is space to spare; whether it is there now. */
  make(): boolean;
}

/** `bytes` 0 keeps nothing back and always counts as held. */
export function createReserve(path: string, bytes: number): Reserve {
  const held = () => bytes === 0 || statSync(path, { throwIfNoEntry: false })?.size === bytes;
  return {
    bytes,
    held,
    giveUp: () => rmSync(path, { force: true }),
    make() {
      if (held()) return true;
      try {
        const disk = statfsSync(dirname(path));
        if (disk.bavail * disk.bsize < 2 * bytes) return false;
        fill(path, bytes);
        return true;
      } catch {
        rmSync(path, { force: true });
        return false;
      }
    },
  };
}

/** Really written and synced: a file with holes would keep nothing back. */
function fill(path: string, bytes: number): void {
  rmSync(path, { force: true });
  const file = openSync(path, "wx", 0o600);
  try {
    const block = Buffer.alloc(1 << 20, 0x55);
    for (let left = bytes; left > 0; ) left -= writeSync(file, block, 0, Math.min(left, block.length));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
