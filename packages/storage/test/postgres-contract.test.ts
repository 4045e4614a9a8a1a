import { after, describe } from "node:test";
import { type Faults, openPostgres, type Storage } from "../src/index.ts";
import { contractSuite } from "./contract-suite.ts";
import { type TestDatabase, testDatabase } from "./postgres/test-database.ts";

describe("PostgreSQL", () => {
  const databases = new Map<Storage, TestDatabase>();
  after(async () => {
    for (const database of new Set(databases.values())) await database.drop();
  });

  async function openOn(database: TestDatabase, faults: Faults): Promise<Storage> {
    const storage = await openPostgres({ url: database.url, faults });
    databases.set(storage, database);
    return storage;
  }

  contractSuite({
    name: "PostgreSQL",
    open: async (faults) => openOn(await testDatabase(), faults),
    async reopen(storage, faults) {
      await storage.close();
      return openOn(databases.get(storage) as TestDatabase, faults);
    },
  });
});
