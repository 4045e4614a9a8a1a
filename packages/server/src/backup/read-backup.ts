import { createHash } from "node:crypto";
import type { DumpPart } from "@portcullis/storage";
import { BackupError } from "./backup-error.ts";
import {
  backupFormat,
  formatOf,
  type Header,
  headerOf,
  newRowCounts,
  rowTables,
  type Trailer,
  trailerOf,
} from "./envelope.ts";
import { damaged, type FileSum, linesOf } from "./read-lines.ts";
import { rowOfLine } from "./row-lines.ts";

/** What a backup holds, in its order; the end comes only when all before it agrees with what it says. */
export type BackupPart =
  | { readonly table: "header"; readonly header: Header }
  | Exclude<DumpPart, { readonly table: "deployment" }>
  | { readonly table: "end"; readonly trailer: Trailer; readonly digest: Buffer; readonly file: FileSum };

/** Rows, and characters of lines, that go together. */
const mostRows = 256;
const mostCharacters = 1 << 17;

type Rows = Exclude<DumpPart, { readonly table: "deployment" }>;

/**
 * Reads a backup from its first line to its last. Whoever acts on a part before the end came acts on what may be
 * damaged. Throws a BackupError where anything is not as it was written.
 */
export async function* readBackup(path: string): AsyncGenerator<BackupPart> {
  const lines = linesOf(path);
  const digest = createHash("sha256");
  const counts = newRowCounts();
  let header: Header | undefined;
  let trailer: Trailer | undefined;
  let revisions = 0;
  let waiting: Rows | undefined;
  let characters = 0;
  let read = await lines.next();
  for (; !read.done; read = await lines.next()) {
    if (trailer !== undefined) throw damaged();
    const value = parsed(read.value);
    if (header === undefined) {
      header = headerFrom(value);
      yield { table: "header", header };
    } else if (!Array.isArray(value)) {
      trailer = trailerOf(value);
      if (trailer === undefined) throw damaged();
      continue;
    } else {
      const part = rowOfLine(value);
      if (part === undefined || part.table === "deployment") throw damaged();
      if (waiting !== undefined && rowTables.indexOf(part.table) < rowTables.indexOf(waiting.table))
        throw damaged();
      counts[part.table] += 1;
      if (part.table === "realm") revisions += part.rows[0]?.revision ?? 0;
      characters += read.value.length;
      if (waiting?.table === part.table) (waiting.rows as unknown[]).push(part.rows[0]);
      else {
        if (waiting !== undefined) yield waiting;
        waiting = part;
        characters = read.value.length;
      }
      if (waiting.rows.length >= mostRows || characters >= mostCharacters) {
        yield waiting;
        waiting = { table: part.table, rows: [] } as Rows;
        characters = 0;
      }
    }
    digest.update(read.value).update("\n");
  }
  if (header === undefined || trailer === undefined) throw damaged();
  if (waiting !== undefined && waiting.rows.length > 0) yield waiting;
  const sum = digest.digest();
  const agrees =
    trailer.sha256 === sum.toString("hex") &&
    trailer.revisions === revisions &&
    rowTables.every((table) => trailer.rows[table] === counts[table]);
  if (!agrees) throw damaged();
  yield { table: "end", trailer, digest: sum, file: read.value };
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(line));
  } catch {
    throw damaged();
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function headerFrom(value: unknown): Header {
  const format = formatOf(value);
  if (format !== undefined && format > backupFormat) {
    throw new BackupError(
      `The backup has format ${format} and this version reads up to ${backupFormat}: restore it with the version that wrote it, or a newer one.`,
    );
  }
  const header = format === backupFormat ? headerOf(value) : undefined;
  if (header === undefined) throw damaged();
  return header;
}
