/** A server's own storage, which another node of the installation writes to as well. */
import { randomUUID } from "node:crypto";
import {
  type Commit,
  type EntityRow,
  type MemoryStorage,
  openMemory,
  type RealmImage,
} from "@portcullis/storage";
import type { StorageDrivers } from "../../../packages/server/src/storage-drivers.ts";

export interface Aside {
  readonly drivers: Partial<StorageDrivers>;
  /** What this server wrote since the last time it was asked. */
  readonly written: () => readonly Commit["writes"][number][];
  /** Writes as the other node would; this server learns of it by its own next change of the realm. */
  readonly write: (realm: string, make: (image: RealmImage) => readonly EntityRow[]) => Promise<void>;
  /** Runs once, before this server's next commit. */
  readonly overtake: (work: () => Promise<void>) => void;
}

export function storageAside(): Aside {
  let opened: MemoryStorage | undefined;
  let written: Commit["writes"][number][] = [];
  let meanwhile: (() => Promise<void>) | undefined;
  return {
    drivers: {
      async memory() {
        const storage = await openMemory();
        opened = storage;
        return {
          ...storage,
          async commit(commit) {
            const first = meanwhile;
            meanwhile = undefined;
            await first?.();
            await storage.commit(commit);
            written.push(...commit.writes);
          },
        };
      },
    },
    written() {
      const since = written;
      written = [];
      return since;
    },
    async write(realm, make) {
      const image = await opened?.loadRealm(realm);
      if (image === undefined) throw new Error("there is no such account");
      const { revision: expected, changeId: expectedChangeId } = image;
      const change = { realm, expected, expectedChangeId, revision: expected + 1, changeId: randomUUID() };
      const writes = [{ ...change, puts: make(image), deletes: [] }];
      await opened?.commit({ writes, relied: [], events: [], once: [] });
    },
    overtake(work) {
      meanwhile = work;
    },
  };
}
