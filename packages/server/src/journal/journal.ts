import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { type KeyRing, open as openSealed, seal } from "@portcullis/keys";
import { type EventRow, type Storage, StorageError } from "@portcullis/storage";

/**
 * Events that must be on disk before an answer leaves, on a node whose database is elsewhere and does not answer: they
 * wait in a file of this node's until the database takes them. Every line is sealed.
 */
export interface Journal {
  /** On this node's disk when it resolves. Rejects with a `StorageError` where the disk does not take them. */
  append(rows: readonly EventRow[]): Promise<void>;
  /**
   * Gives everything to the storage, and empties the file. An event that is there already is left as it is. Lines that
   * these keys do not open stay, for whoever has the keys; resolves to how many. Rejects with a `StorageError` where the
   * storage does not take the events; then all of them stay.
   */
  drain(storage: Pick<Storage, "appendEvents">): Promise<number>;
  /** Whether nothing waits that could be given. */
  isEmpty(): boolean;
  close(): Promise<void>;
}

/** Bytes that the file may take; it holds the credentials issued during an outage, some 2 KiB each. */
const MOST_BYTES = 64 << 20;
const IN_ONE_CALL = 64;
const subject = ["journal"] as const;

/** Opens the journal, mode 0600, and makes it where there is none; what an earlier process left waits in it. */
export async function openJournal(path: string, ring: KeyRing): Promise<Journal> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o600);
  let size = await cutHalfLine(file);
  /** Bytes of lines that do not open. */
  let closed = 0;
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

  async function append(rows: readonly EventRow[]): Promise<void> {
    const line = lineOf(ring, rows);
    if (size + line.length > MOST_BYTES) throw new StorageError("away", "the journal is full");
    const before = size;
    try {
      await file.appendFile(line);
      await file.datasync();
      size += line.length;
    } catch (error) {
      // Half a line would spoil the next one.
      await file.truncate(before).catch(() => undefined);
      throw error;
    }
  }

  async function drain(storage: Pick<Storage, "appendEvents">): Promise<number> {
    const { rows, unopened } = rowsOf(ring, await contentOf(file, size));
    for (let at = 0; at < rows.length; at += IN_ONE_CALL) {
      await storage.appendEvents(rows.slice(at, at + IN_ONE_CALL));
    }
    const kept = unopened.map((line) => `${line}\n`).join("");
    if (kept.length < size) {
      await file.truncate(0);
      await file.appendFile(kept);
      await file.datasync();
    }
    size = kept.length;
    closed = size;
    return unopened.length;
  }

  return {
    append: (rows) => inTurn(() => append(rows)),
    drain: (storage) => inTurn(() => drain(storage)),
    isEmpty: () => size === closed,
    close: () => inTurn(() => file.close()),
  };
}

function lineOf(ring: KeyRing, rows: readonly EventRow[]): string {
  const sealed = seal(ring, "spool", "installation", subject, Buffer.from(JSON.stringify(rows)));
  return `${Buffer.from(sealed).toString("base64")}\n`;
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

function rowsOf(ring: KeyRing, content: string): { rows: EventRow[]; unopened: string[] } {
  const rows: EventRow[] = [];
  const unopened: string[] = [];
  for (const line of content.split("\n").slice(0, -1)) {
    const bytes = openSealed(ring, "spool", "installation", subject, Buffer.from(line, "base64"));
    if (bytes === undefined) unopened.push(line);
    else rows.push(...(JSON.parse(Buffer.from(bytes).toString()) as EventRow[]));
  }
  return { rows, unopened };
}
