import { type MemoryStorage, openMemory, openSqlite, type Storage } from "@portcullis/storage";

/** How each mode opens what it keeps. Tests bring drivers that can fail. */
export interface StorageDrivers {
  /** Rejects with an `OpenError` whose message is for the operator. */
  readonly file: (path: string) => Promise<Storage>;
  readonly memory: () => Promise<MemoryStorage>;
}

export const sqliteDrivers: StorageDrivers = {
  file: (path) => openSqlite({ path }),
  memory: () => openMemory(),
};
