import { after, before, describe } from "node:test";
import { openPostgres } from "../src/index.ts";
import { contractSuite } from "./contract-suite.ts";
import { type TestDatabase, testDatabase } from "./postgres/test-database.ts";

describe("PostgreSQL", () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  contractSuite({
    name: "PostgreSQL",
    open: (faults) => openPostgres({ url: database.url, faults }),
    async reopen(storage, faults) {
      await storage.close();
      return openPostgres({ url: database.url, faults });
    },
  });
});
