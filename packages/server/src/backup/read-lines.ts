import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { errorCode } from "../data-directory/private-files.ts";
import { BackupError } from "./backup-error.ts";

/** Bytes of the longest line: an entity with all the policies that it may have takes a few MiB. */
const longestLine = 64 << 20;

export interface FileSum {
  readonly size: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/**
 * The lines of a compressed file, each without its end; the sum of the file itself when all of it was read. Throws a
 * BackupError where the file is cut off, damaged or longer than what was compressed.
 */
export async function* linesOf(path: string): AsyncGenerator<Buffer, FileSum> {
  const sum = createHash("sha256");
  const length = sizeOfBackup(path);
  let size = 0;
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path)) {
      sum.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  const gunzip = createGunzip();
  pipeline(Readable.from(bytes()), gunzip, () => undefined);
  let rest: Buffer[] = [];
  let waiting = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        const part = chunk.subarray(from, end);
        yield rest.length === 0 ? part : Buffer.concat([...rest, part]);
        rest = [];
        waiting = 0;
        from = end + 1;
      }
      if (from === chunk.length) continue;
      rest.push(chunk.subarray(from));
      waiting += chunk.length - from;
      if (waiting > longestLine) throw damaged();
    }
  } catch (error) {
    if (error instanceof BackupError) throw error;
    const code = errorCode(error);
    throw code.startsWith("Z_") ? damaged() : new BackupError(`The backup ${path} cannot be read (${code}).`);
  }
  // Bytes after the end of what was compressed are not looked at by everyone who unpacks it.
  if (rest.length > 0 || gunzip.bytesWritten !== length || size !== length) throw damaged();
  return { size, sha256: sum.digest("hex") };
}

/** Bytes of a backup's file. Throws a BackupError where none is there. */
export function sizeOfBackup(path: string): number {
  try {
    const stats = statSync(path);
    if (stats.isFile()) return stats.size;
  } catch (error) {
    throw new BackupError(`The backup ${path} cannot be read (${errorCode(error)}).`);
  }
  throw new BackupError(`The backup ${path} is not a regular file.`);
}

export function damaged(): BackupError {
  return new BackupError("The backup is damaged, cut off or no backup: nothing was restored.");
}
