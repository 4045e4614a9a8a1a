import { constants } from "node:fs";
import { appendFile, type FileHandle, open } from "node:fs/promises";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type KeyRing, open as openSealed, seal } from "@portcullis/keys";
import { type EventRow, type Storage, StorageError } from "@portcullis/storage";

/**
 * Events that must be on disk before an answer leaves, on a node whose database is elsewhere and does not answer: they
 * wait in a file of this node's until the database takes them. Every line is sealed.
 */
export interface Journal {
  /** On this node's disk when it resolves. Rejects with a `StorageError` where the disk does not take them. */
  append(rows: readonly EventRow[]): Promise<void>;
  /** The same for all that waits when a node stops: as much as it may be, in many lines. */
  keep(rows: readonly EventRow[]): Promise<void>;
  /**
   * Gives everything to the storage, and empties the file. An event that is there already is left as it is. Lines that
   * no key of this node opens are put aside, in a file beside it; resolves to how many. Rejects with a `StorageError`
   * where the storage does not take the events; then all of them stay.
   */
  drain(storage: Pick<Storage, "appendEvents">): Promise<number>;
  /** Bytes that wait. */
  size(): number;
  close(): Promise<void>;
}

/** Bytes that credentials issued during an outage may fill, each some 1 KiB. */
const MOST_BYTES = 64 << 20;
/** Bytes that the file may take when a node stops: more than a full spool comes to. */
const MOST_BYTES_AT_STOP = 512 << 20;
const IN_ONE_CALL = 64;
const subject = ["journal"] as const;

/**
 * Opens the journal, mode 0600, and makes it where there is none; what an earlier process left waits in it.
 * @param ring the present keys, which a restore may have made others
 */
export async function openJournal(path: string, ring: () => KeyRing): Promise<Journal> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o600);
  let size = await cutHalfLine(file);
  let turn: Promise<unknown> = Promise.resolve();

  /** One after another: a drain that empties the file must not take what is being added. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = turn.then(act);
    turn = mine.catch(() => undefined);
    return mine.catch((error: unknown) => {
      throw error instanceof StorageError
        ? error
        : new StorageError("away", "the journal failed", { cause: error });
    });
  }

  async function append(lines: readonly string[], most: number): Promise<void> {
    const text = lines.join("");
    if (size + text.length > most) throw new StorageError("away", "the journal is full");
    const before = size;
    try {
      await file.appendFile(text);
      await file.datasync();
      size += text.length;
    } catch (error) {
      // Half a line would spoil the next one.
      await file.truncate(before).catch(() => undefined);
      throw error;
    }
  }

  async function keep(rows: readonly EventRow[]): Promise<void> {
    for (let at = 0; at < rows.length; at += IN_ONE_CALL) {
      await append([lineOf(ring(), rows.slice(at, at + IN_ONE_CALL))], MOST_BYTES_AT_STOP);
    }
  }

  async function drain(storage: Pick<Storage, "appendEvents">): Promise<number> {
    const unopened: string[] = [];
    for (const line of (await contentOf(file, size)).split("\n").slice(0, -1)) {
      const rows = rowsOf(ring(), line);
      if (rows === undefined) unopened.push(`${line}\n`);
      for (let at = 0; at < (rows?.length ?? 0); at += IN_ONE_CALL) {
        await storage.appendEvents(rows?.slice(at, at + IN_ONE_CALL) ?? []);
      }
    }
    if (unopened.length > 0) {
      await appendFile(`${path}.unopened`, unopened.join(""), { mode: 0o600, flush: true });
    }
    await file.truncate(0);
    await file.datasync();
    size = 0;
    return unopened.length;
  }

  return {
    append: (rows) => inTurn(() => append([lineOf(ring(), rows)], MOST_BYTES)),
    keep: (rows) => inTurn(() => keep(rows)),
    drain: (storage) => inTurn(() => drain(storage)),
    size: () => size,
    close: () => inTurn(() => file.close()),
  };
}

function lineOf(ring: KeyRing, rows: readonly EventRow[]): string {
  const packed = deflateRawSync(JSON.stringify(rows));
  return `${Buffer.from(seal(ring, "spool", "installation", subject, packed)).toString("base64")}\n`;
}

function rowsOf(ring: KeyRing, line: string): EventRow[] | undefined {
  const bytes = openSealed(ring, "spool", "installation", subject, Buffer.from(line, "base64"));
  return bytes === undefined ? undefined : (JSON.parse(inflateRawSync(bytes).toString()) as EventRow[]);
}

async function contentOf(file: FileHandle, size: number): Promise<string> {
  const content = Buffer.alloc(size);
  await file.read(content, 0, size, 0);
  return content.toString("latin1");
}

/** Takes away what a crash left of a last line, which was never acknowledged. Gives the length of the rest. */
async function cutHalfLine(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const whole = (await contentOf(file, size)).lastIndexOf("\n") + 1;
  if (whole < size) await file.truncate(whole);
  return whole;
}
