import { type MemoryStorage, openMemory, openPostgres, openSqlite, type Storage } from "@portcullis/storage";
import type { SharedDatabase } from "./config/config.ts";
import { databaseTargets } from "./database-targets.ts";

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
  shared: (database) => openShared(database),
  memory: () => openMemory(),
};

function openShared(database: SharedDatabase): Promise<Storage> {
  const { running, retention } = databaseTargets(database);
  return openPostgres({ ...running, ...(retention === undefined ? {} : { retention }) });
}
