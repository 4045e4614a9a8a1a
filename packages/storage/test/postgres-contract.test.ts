import { after, describe } from "node:test";
import { type Faults, openPostgres, type Storage } from "../src/index.ts";
import { contractSuite } from "./contract-suite.ts";
import { patient, roles, type TestDatabase, testDatabase } from "./postgres/test-database.ts";

describe("PostgreSQL", () => {
  const databases = new Map<Storage, TestDatabase>();
  after(async () => {
    for (const database of new Set(databases.values())) await database.drop();
  });

  /** Under the roles that a careful operator sets up: neither owns anything. */
  async function openOn(database: TestDatabase, faults: Faults): Promise<Storage> {
    const storage = await openPostgres({
      url: database.at({ role: roles.running }),
      retention: { url: database.at({ role: roles.retention }) },
      deadlines: patient,
      faults,
    });
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
