/** Every driver of the storage contract, for tests of what the server keeps. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMemory, openPostgres, openSqlite, type Storage } from "@portcullis/storage";
import { patient, testDatabase } from "../../packages/storage/test/postgres/test-database.ts";

export interface Driver {
  readonly name: string;
  /** How much of the same a test makes that wants much of it: less where every commit takes its time. */
  readonly many: number;
  /** A database of its own, in which nothing was ever kept. */
  readonly open: () => Promise<Opened>;
}

export interface Opened {
  readonly storage: Storage;
  /** Closes it and takes the database away. */
  readonly remove: () => Promise<void>;
}

export const inMemory: Driver = {
  name: "SQLite in memory",
  many: 30,
  async open() {
    const storage = await openMemory();
    return { storage, remove: () => storage.close() };
  },
};

export const onDisk: Driver = {
  name: "SQLite on disk",
  many: 30,
  async open() {
    const folder = mkdtempSync(join(tmpdir(), "portcullis-driver-"));
    const storage = await openSqlite({ path: join(folder, "data.db"), reserveBytes: 0 });
    return {
      storage,
      async remove() {
        await storage.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

export const inPostgres: Driver = {
  name: "PostgreSQL",
  many: 6,
  async open() {
    const database = await testDatabase();
    const storage = await openPostgres({ url: database.url, deadlines: patient });
    return {
      storage,
      async remove() {
        await storage.close();
        await database.drop();
      },
    };
  },
};
