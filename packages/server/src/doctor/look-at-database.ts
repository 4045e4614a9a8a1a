import {
  type Deployment,
  type EventDeletion,
  type HeldFormat,
  type KeyRow,
  type Look,
  type LookedAt,
  lookAtPostgres,
  lookAtSqlite,
  OpenError,
  type ServerSettings,
  StorageError,
} from "@portcullis/storage";
import type { SharedDatabase } from "../config/config.ts";
import { databaseTargets } from "../database-targets.ts";
import { lookAsDeleter } from "../event-deletion.ts";

/** What a database tells of itself, by the verbs that every driver has. */
export interface DatabaseFacts {
  /** See `Storage`. */
  readonly begun: boolean;
  readonly deployment: Deployment | undefined;
  readonly keys: readonly KeyRow[];
  readonly formats: readonly HeldFormat[];
  /** undefined: it is embedded. */
  readonly settings: ServerSettings | undefined;
  /** Milliseconds by which its clock is ahead of this machine's, and how far off that may be. */
  readonly clock: { readonly ahead: number; readonly uncertainty: number };
}

export type DatabaseView = { readonly where: string } & (
  | Look<DatabaseFacts>
  /** Why it cannot be looked at, as one sentence. */
  | { readonly found: "refused"; readonly problem: string }
);

type Looking = (storage: LookedAt) => Promise<DatabaseFacts>;

/** How a database of each mode is looked at: nothing is written, made, migrated or locked. Rejects with an `OpenError`. */
export interface DatabaseLooks {
  readonly file: (path: string, look: Looking) => Promise<Look<DatabaseFacts>>;
  readonly shared: (database: SharedDatabase, look: Looking) => Promise<Look<DatabaseFacts>>;
  /** As the role that deletes events. */
  readonly deletion: (database: SharedDatabase) => Promise<EventDeletion>;
}

export const databaseLooks: DatabaseLooks = {
  file: lookAtSqlite,
  shared: (database, look) => lookAtPostgres(databaseTargets(database).running, look),
  deletion: lookAsDeleter,
};

/** @param path the embedded database, where none is shared */
export async function lookAtDatabase(
  shared: SharedDatabase | undefined,
  path: string,
  looks: DatabaseLooks,
): Promise<DatabaseView> {
  const where = shared === undefined ? path : nameOf(shared);
  try {
    const look = shared === undefined ? looks.file(path, factsOf) : looks.shared(shared, factsOf);
    return { where, ...(await look) };
  } catch (error) {
    if (error instanceof OpenError) return { where, found: "refused", problem: error.message };
    if (error instanceof StorageError)
      return { where, found: "refused", problem: `The database ${where} cannot be read: ${error.message}.` };
    throw error;
  }
}

async function factsOf(storage: LookedAt): Promise<DatabaseFacts> {
  const begun = await storage.begun();
  const deployment = await storage.deployment();
  const keys = await storage.keys();
  const formats = await storage.formats();
  const began = performance.now();
  const { clock } = await storage.confirm([]);
  const uncertainty = (performance.now() - began) / 2;
  // It read its clock at some instant while it was asked.
  const { settings } = storage;
  return {
    begun,
    deployment,
    keys,
    formats,
    settings,
    clock: { ahead: clock - (Date.now() - uncertainty), uncertainty },
  };
}

/** Without the role, and whatever else stands before the host. */
function nameOf({ url }: SharedDatabase): string {
  return url.replace(/^[^:]*:\/\/(?:[^/]*@)?/, "");
}
