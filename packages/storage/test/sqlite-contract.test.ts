import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe } from "node:test";
import { type Faults, openMemory, openSqlite, type Storage } from "../src/index.ts";
import { contractSuite } from "./contract-suite.ts";

const folder = await mkdtemp(join(tmpdir(), "storage-"));
after(() => rm(folder, { recursive: true }));

const paths = new Map<Storage, string>();

async function openAt(path: string, faults: Faults): Promise<Storage> {
  const storage = await openSqlite({ path, faults, reserveBytes: 0 });
  paths.set(storage, path);
  return storage;
}

describe("SQLite", () => {
  contractSuite({
    name: "SQLite on disk",
    open: (faults) => openAt(join(folder, `${paths.size}`, "data.db"), faults),
    async reopen(storage, faults) {
      await storage.close();
      return openAt(paths.get(storage) ?? "", faults);
    },
  });

  contractSuite({ name: "SQLite in memory", open: (faults) => openMemory({ faults }) });
});
