import assert from "node:assert/strict";
import { test } from "node:test";
import type { DumpPart } from "../src/dump.ts";
import { openPostgres } from "../src/index.ts";
import { patient, testDatabase } from "./postgres/test-database.ts";

async function* dumped(): AsyncGenerator<DumpPart> {
  yield { table: "locator", rows: [{ kind: "alias", value: "new", realm: "r" }] };
  yield {
    table: "deployment",
    rows: [{ id: "d", incarnation: "i", partition: "aws", format: 0, keyCheck: new Uint8Array([1]) }],
  };
}

/** A table each of whose rows takes longer to read than a call may, and is not there for who goes by an index. */
const slowTable = `
  ALTER TABLE portcullis.locator RENAME TO locator_row;
  CREATE VIEW portcullis.locator AS SELECT * FROM portcullis.locator_row
    WHERE pg_sleep(0.9) IS NOT NULL AND current_setting('enable_seqscan') = 'on';
  ALTER VIEW portcullis.locator OWNER TO owner;
  INSERT INTO portcullis.locator_row VALUES ('alias', 'left', 'r')`;

test("a fill empties and counts tables for as long as they take to be read", async (t) => {
  const database = await testDatabase();
  await database.asSuperuser((client) => client.query(slowTable));
  const short = { load: 750, purge: 750 };
  const storage = await openPostgres({ url: database.url, deadlines: { ...patient, ...short } });
  t.after(async () => {
    await storage.close();
    await database.drop();
  });
  await storage.fill(dumped());
  assert.equal((await storage.deployment())?.id, "d");
  await database.asSuperuser(async (client) => {
    const { rows } = await client.query("SELECT value FROM portcullis.locator_row");
    assert.deepEqual(rows, [{ value: "new" }]);
  });
});
