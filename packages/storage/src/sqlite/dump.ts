import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StorageError } from "../contract.ts";
import type { DumpPart } from "../dump.ts";
import type { Connection } from "./connection.ts";
import { copyDatabase } from "./copy.ts";
import { partsOf } from "./dump-parts.ts";

/**
 * A dump is read from a copy of the database, in a file beside it that is gone when the dump ends: one connection has
 * no second view of itself, and another one is not let in.
 */
export interface Dump {
  begin(): Promise<void>;
  next(): DumpPart | undefined;
  end(): Promise<void>;
}

interface Copy {
  readonly parts: Iterator<DumpPart>;
  readonly close: () => Promise<void>;
}

/** The name of the copy of a database; nothing else has it. */
function copyPath(path: string): string {
  return `${path}-copy`;
}

/** A copy and what SQLite keeps beside it. */
const filesOf = (copy: string): readonly string[] =>
  ["", "-journal", "-wal", "-shm"].map((beside) => copy + beside);

/** Takes away what a process left that was killed during a dump. */
export function removeLeftCopy(path: string): void {
  for (const file of filesOf(copyPath(path))) rmSync(file, { force: true });
}

/** @param path undefined: the database is in memory, and its copy in a folder for temporary files */
export function dumpOver(connection: () => Connection, path: string | undefined): Dump {
  let copying: Promise<Copy> | undefined;
  let copied: Copy | undefined;
  let left = false;

  async function take(): Promise<Copy> {
    const folder = path === undefined ? mkdtempSync(join(tmpdir(), "portcullis-")) : undefined;
    const file = copyPath(path ?? join(folder ?? "", "memory"));
    // To take a large file away takes long, and commits must not wait for it.
    const remove = async (): Promise<void> => {
      for (const each of filesOf(file)) await rm(each, { force: true });
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    };
    try {
      // SQLite gives its own files beside it the mode of this one.
      closeSync(openSync(file, "wx", 0o600));
      await copyDatabase(connection().db, file, () => left);
      const db = new DatabaseSync(file, { readOnly: true });
      const close = (): Promise<void> => {
        db.close();
        return remove();
      };
      return { parts: partsOf(db), close };
    } catch (error) {
      await remove();
      throw error;
    }
  }

  return {
    async begin() {
      if (copying !== undefined) throw new StorageError("try-again", "another dump is under way");
      left = false;
      copying = connection().read(take);
      try {
        copied = await copying;
      } catch (error) {
        copying = undefined;
        throw error;
      }
    },
    next: () => connection().read(() => copied?.parts.next().value),
    async end() {
      left = true;
      await copying?.then(
        ({ close }) => close(),
        () => undefined,
      );
      copying = undefined;
      copied = undefined;
    },
  };
}
