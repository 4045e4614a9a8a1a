import { after, before, describe } from "node:test";
import { type Faults, openPostgres, type PostgresOptions } from "../src/index.ts";
import { contractSuite } from "./contract-suite.ts";
import { patient, roles, type TestDatabase, testDatabase } from "./postgres/test-database.ts";

describe("PostgreSQL", () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  /** Under the roles that a careful operator sets up: neither owns anything. */
  const options = (faults: Faults): PostgresOptions => ({
    url: database.at({ role: roles.running }),
    retention: { url: database.at({ role: roles.retention }) },
    deadlines: patient,
    faults,
  });

  contractSuite({
    name: "PostgreSQL",
    open: (faults) => openPostgres(options(faults)),
    async reopen(storage, faults) {
      await storage.close();
      return openPostgres(options(faults));
    },
  });
});
