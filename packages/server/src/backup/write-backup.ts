import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { KeyRing } from "@portcullis/keys";
import { type Deployment, type DumpPart, StorageError } from "@portcullis/storage";
import { sealDigest } from "./backup-seal.ts";
import { backupFormat, lineOfHeader, lineOfTrailer, newRowCounts, type RowCounts } from "./envelope.ts";
import { lineOfRow } from "./row-lines.ts";

/** Fast rather than small: a higher level takes several times as long and saves a tenth. */
const level = 3;

/** Bytes between syncs: one at the end would keep commits waiting, which sync to the same disk. */
const bytesBetweenSyncs = 4 << 20;

export interface Written {
  readonly deployment: Deployment;
  readonly size: number;
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string;
  readonly rows: RowCounts;
  readonly revisions: number;
}

export interface BackupSource {
  readonly parts: AsyncIterable<DumpPart>;
  readonly ring: KeyRing;
  readonly created: number;
  readonly version: string;
}

/** Writes a backup into a new file of mode 0600, which is on disk when this resolves. */
export async function writeBackup(path: string, source: BackupSource): Promise<Written> {
  const told: { value?: Omit<Written, "size" | "sha256"> } = {};
  const sum = createHash("sha256");
  let size = 0;
  const file = await open(path, "wx", 0o600);
  try {
    await pipeline(
      Readable.from(linesOf(source, (value) => (told.value = value))),
      createGzip({ level }),
      async (chunks: AsyncIterable<Buffer>) => {
        size = await writeAll(file, chunks, sum);
      },
    );
    await file.sync();
  } finally {
    await file.close();
  }
  if (told.value === undefined) throw new Error("a backup was written without an end");
  return { ...told.value, size, sha256: sum.digest("hex") };
}

async function writeAll(file: FileHandle, chunks: AsyncIterable<Buffer>, sum: Hash): Promise<number> {
  let size = 0;
  let unsynced = 0;
  for await (const chunk of chunks) {
    sum.update(chunk);
    await file.writeFile(chunk);
    size += chunk.length;
    unsynced += chunk.length;
    if (unsynced < bytesBetweenSyncs) continue;
    unsynced = 0;
    await file.datasync();
  }
  return size;
}

async function* linesOf(
  { parts, ring, created, version }: BackupSource,
  tell: (value: Omit<Written, "size" | "sha256">) => void,
): AsyncGenerator<string> {
  const digest = createHash("sha256");
  const rows = newRowCounts();
  const keys = new Set<number>();
  let deployment: Deployment | undefined;
  let revisions = 0;
  for await (const part of parts) {
    let text = "";
    if (part.table === "deployment") {
      deployment = part.rows[0];
      if (deployment === undefined) continue;
      text = lineOfHeader({ format: backupFormat, created, version, deployment });
    } else {
      for (const row of part.rows) text += lineOfRow(part.table, row as never);
      rows[part.table] += part.rows.length;
    }
    if (part.table === "key") for (const { number } of part.rows) keys.add(number);
    if (part.table === "realm") for (const { revision } of part.rows) revisions += revision;
    digest.update(text);
    yield text;
  }
  if (deployment === undefined) throw new Error("nothing is kept that could be backed up");
  const sha256 = digest.digest();
  // INVARIANT: what seals the digest is in the backup, else no restore could open it. Keys may have been rotated.
  const sealing = ring.sealing.get("at-rest")?.number;
  if (sealing === undefined || !keys.has(sealing)) {
    throw new StorageError("try-again", "the keys were rotated meanwhile");
  }
  const seal = sealDigest(ring, created, sha256);
  tell({ deployment, rows, revisions });
  yield lineOfTrailer({ rows, revisions, sha256: sha256.toString("hex"), seal });
}
