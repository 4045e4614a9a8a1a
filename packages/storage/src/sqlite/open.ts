import { checkCommit } from "../check-commit.ts";
import type { Storage } from "../contract.ts";
import type { Faults } from "../faults.ts";
import { fillFrom } from "../fill.ts";
import { packEvents } from "../packed-events.ts";
import { type Client, startClient } from "./client.ts";
import { packCommit, unpackImage } from "./protocol.ts";

const mebibyte = 1 << 20;

export interface SqliteOptions {
  /** The database's file. SQLite keeps `…-wal` beside it, and the space kept back is `…-reserve`. */
  readonly path: string;
  /** Space kept back for the operator on a full disk, in bytes; default 16 MiB, 0 keeps none back. */
  readonly reserveBytes?: number;
  /** For tests. */
  readonly faults?: Faults;
}

/**
 * Opens the embedded database in a thread of its own, for this process alone, and makes it where there is none.
 * Rejects with an `OpenError` whose message is one sentence for the operator.
 */
export async function openSqlite({ path, reserveBytes, faults }: SqliteOptions): Promise<Storage> {
  const client = await startClient({
    path,
    reserveBytes: reserveBytes ?? 16 * mebibyte,
    faults: faults?.cells,
  });
  return storageOver(client);
}

/** A storage that ends with the process; `wipe` brings it back to where nothing was ever kept. */
export interface MemoryStorage extends Storage {
  wipe(): Promise<void>;
}

/** The same database, kept in memory only. */
export async function openMemory(options: { readonly faults?: Faults } = {}): Promise<MemoryStorage> {
  const client = await startClient({ path: undefined, reserveBytes: 0, faults: options.faults?.cells });
  return { ...storageOver(client), wipe: () => client.call("wipe") };
}

function storageOver({ call, close }: Client): Storage {
  return {
    deployment: () => call("deployment"),
    begun: () => call("begun"),
    async initialize(deployment, keys, first) {
      checkCommit(first);
      await call("initialize", deployment, keys, packCommit(first));
    },
    keys: () => call("keys"),
    async replaceKeys(read, next, commit) {
      checkCommit(commit);
      await call("replaceKeys", read, next, packCommit(commit));
    },
    formats: () => call("formats"),
    realmExists: (realm) => call("realmExists", realm),
    async loadRealm(realm) {
      const image = await call("loadRealm", realm);
      return image === undefined ? undefined : unpackImage(realm, image);
    },
    readEntity: (realm, kind, id) => call("readEntity", realm, kind, id),
    confirm: (realms) => call("confirm", realms),
    async commit(commit) {
      checkCommit(commit);
      await call("commit", packCommit(commit));
    },
    wasCommitted: (commit) => call("wasCommitted", packCommit(commit)),
    changesFrom: (realm, revision) => call("changesFrom", realm, revision),
    purgeChanges: (before, limit) => call("purgeChanges", before, limit),
    async appendEvents(events, options) {
      if (events.length > 0) await call("appendEvents", packEvents(events), options?.urgent === true);
    },
    findEvents: (query) => call("findEvents", query),
    purgeEvents: (before, limit) => call("purgeEvents", before, limit),
    claimOnce: (claim) => call("claimOnce", claim),
    readOnce: (realm, kind, id) => call("readOnce", realm, kind, id),
    purgeOnce: (before, limit) => call("purgeOnce", before, limit),
    locate: (kind, value) => call("locate", kind, value),
    putLocator: (kind, value, realm) => call("putLocator", kind, value, realm),
    mergeUsage: (rows) => call("mergeUsage", rows),
    readUsage: (realm, which) => call("readUsage", realm, which),
    removeUsage: (realm, kind, ids) => call("removeUsage", realm, kind, ids),
    async *dump() {
      await call("beginDump");
      try {
        for (let part = await call("nextOfDump"); part !== undefined; part = await call("nextOfDump"))
          yield part;
      } finally {
        await call("endDump");
      }
    },
    fill: (parts) =>
      fillFrom(parts, {
        begin: () => call("beginFill"),
        add: (part) => call("fillPart", part),
        end: (deployment, counts) => call("endFill", deployment, counts),
      }),
    close,
  };
}
