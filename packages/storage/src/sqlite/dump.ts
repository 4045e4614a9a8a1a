import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
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
  readonly close: () => void;
}

/** The name of the copy of a database; nothing else has it. */
export function copyPath(path: string): string {
  return `${path}-copy`;
}

/** A copy and what SQLite keeps beside it. */
export function removeCopy(copy: string): void {
  for (const beside of ["", "-journal", "-wal", "-shm"]) rmSync(`${copy}${beside}`, { force: true });
}

/** @param path undefined: the database is in memory, and its copy in a folder for temporary files */
export function dumpOver(connection: () => Connection, path: string | undefined): Dump {
  let copying: Promise<Copy> | undefined;
  let copied: Copy | undefined;
  let left = false;

  async function take(): Promise<Copy> {
    const folder = path === undefined ? mkdtempSync(join(tmpdir(), "portcullis-")) : undefined;
    const file = copyPath(path ?? join(folder ?? "", "memory"));
    const remove = (): void => {
      removeCopy(file);
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    };
    try {
      removeCopy(file);
      // SQLite gives its own files beside it the mode of this one.
      closeSync(openSync(file, "wx", 0o600));
      await copyDatabase(connection().db, file, () => left);
      const db = new DatabaseSync(file, { readOnly: true });
      const close = (): void => {
        db.close();
        remove();
      };
      return { parts: partsOf(db), close };
    } catch (error) {
      remove();
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
