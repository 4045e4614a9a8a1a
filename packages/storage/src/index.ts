export type {
  Commit,
  Deployment,
  EntityKey,
  EntityRow,
  EventPosition,
  EventQuery,
  EventRow,
  KeyRow,
  OnceClaim,
  OnceKey,
  RealmId,
  RealmImage,
  RealmWrite,
  Storage,
  StorageErrorKind,
  UsageRow,
} from "./contract.ts";
export { StorageError } from "./contract.ts";
export { createFaults, type FaultKind, type Faults } from "./faults.ts";
export { OpenError, type OpenErrorCode } from "./open-error.ts";
export { type MemoryStorage, openMemory, openSqlite, type SqliteOptions } from "./sqlite/open.ts";
