/** A server's own storage with an observer beside it: what is kept, as the database has it. */
import {
  type Commit,
  type EventRow,
  type Faults,
  type MemoryStorage,
  openMemory,
  openPostgres,
  openSqlite,
  type Storage,
} from "@portcullis/storage";
import type { StorageDrivers } from "../../packages/server/src/storage-drivers.ts";
import { patient } from "../../packages/storage/test/postgres/test-database.ts";

export interface Watched {
  readonly drivers: Partial<StorageDrivers>;
  readonly storage: () => Storage;
  /** Every commit that became durable, in order. */
  readonly commits: readonly Commit[];
  /** The events that came by themselves, in order. */
  readonly appended: readonly EventRow[];
  /** The events of a realm that are in the database, since an instant in epoch milliseconds, newest first. */
  readonly stored: (realm: string, since?: number) => Promise<readonly EventRow[]>;
}

export function watchedStorage(faults?: Faults): Watched {
  const commits: Commit[] = [];
  const appended: EventRow[] = [];
  let opened: Storage | undefined;
  const options = faults === undefined ? {} : { faults };
  const storage = (): Storage => {
    if (opened === undefined) throw new Error("no server was started");
    return opened;
  };
  const watch = <S extends Storage>(real: S): S => {
    opened = real;
    return {
      ...real,
      async commit(commit: Commit) {
        await real.commit(commit);
        commits.push(commit);
      },
      async appendEvents(events: readonly EventRow[], how?: { readonly urgent?: boolean }) {
        await real.appendEvents(events, how);
        appended.push(...events);
      },
    };
  };
  return {
    drivers: {
      file: async (path) => watch(await openSqlite({ path, ...options })),
      shared: async ({ url }) => watch(await openPostgres({ url, deadlines: patient, ...options })),
      memory: async () => watch<MemoryStorage>(await openMemory(options)),
    },
    storage,
    commits,
    appended,
    stored: (realm) => storage().findEvents({ realm, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000 }),
  };
}
