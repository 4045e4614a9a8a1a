import { type MemoryStorage, OpenError, openMemory, openSqlite, type Storage } from "@portcullis/storage";
import type { SharedDatabase } from "./config/config.ts";

/** How each mode opens what it keeps. Tests bring drivers that can fail. */
export interface StorageDrivers {
  /** Rejects with an `OpenError` whose message is for the operator. */
  readonly file: (path: string) => Promise<Storage>;
  /** A database that other nodes use as well. Rejects as `file` does. */
  readonly shared: (database: SharedDatabase) => Promise<Storage>;
  readonly memory: () => Promise<MemoryStorage>;
}

export const storageDrivers: StorageDrivers = {
  file: (path) => openSqlite({ path }),
  // The driver of such a database comes with the next change.
  shared: () => Promise.reject(new OpenError("cannot-open", "No driver of shared databases is built in.")),
  memory: () => openMemory(),
};
