import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe } from "node:test";
import { openMemory, openSqlite } from "../src/index.ts";
import { contractSuite } from "./contract-suite.ts";

const folder = await mkdtemp(join(tmpdir(), "storage-"));
const path = join(folder, "data.db");
after(() => rm(folder, { recursive: true }));

describe("SQLite", () => {
  contractSuite({
    name: "SQLite on disk",
    open: (faults) => openSqlite({ path, faults, reserveBytes: 0 }),
    async reopen(storage, faults) {
      await storage.close();
      return openSqlite({ path, faults, reserveBytes: 0 });
    },
  });

  contractSuite({ name: "SQLite in memory", open: (faults) => openMemory({ faults }) });
});
