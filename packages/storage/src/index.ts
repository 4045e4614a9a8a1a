export { type AttemptedAcross, commitAcross } from "./across.ts";
export type { Attempt, Attempted, Changes } from "./attempt.ts";
export { type Committer, type CommitterOptions, openCommitter } from "./committer.ts";
export type {
  Commit,
  Confirmation,
  Deployment,
  EntityKey,
  EntityRow,
  EventPosition,
  EventQuery,
  EventRow,
  HeldFormat,
  KeyRow,
  OnceClaim,
  OnceKey,
  RealmId,
  RealmImage,
  RealmRevision,
  RealmWrite,
  Reliance,
  Storage,
  StorageErrorKind,
  UsageRow,
  UsageSelection,
  WrappedKeys,
} from "./contract.ts";
export { StorageError } from "./contract.ts";
export {
  type DumpCounts,
  type DumpPart,
  type DumpTable,
  type DumpTables,
  dumpTables,
  type LocatorRow,
  newDumpCounts,
} from "./dump.ts";
export { matches, newestFirst } from "./event-order.ts";
export { createFaults, type FaultKind, type Faults } from "./faults.ts";
export type { Look, LookedAt, ServerSettings } from "./look.ts";
export { OpenError, type OpenErrorCode } from "./open-error.ts";
export { type EventDeletion, lookAtDeletion } from "./postgres/event-deletion.ts";
export { lookAtPostgres } from "./postgres/look.ts";
export { openPostgres, type PostgresOptions } from "./postgres/open.ts";
export { preparePostgres } from "./postgres/prepare.ts";
export { grantsOf, type PostgresRoles } from "./postgres/roles.ts";
export { type PostgresTarget, targetProblem } from "./postgres/target.ts";
export { createSpool, type Spool, type SpoolOptions } from "./spool.ts";
export { lookAtSqlite } from "./sqlite/look.ts";
export { type MemoryStorage, openMemory, openSqlite, type SqliteOptions } from "./sqlite/open.ts";
