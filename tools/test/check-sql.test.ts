import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSql } from "../check-sql.ts";
import { treeOf } from "../tree.ts";

const driver = "packages/storage/src/postgres/events.ts";
const migrations = "packages/storage/src/postgres/migrations.ts";

test("sequences, triggers, functions and locks of no row are found, with their line, in every spelling", () => {
  for (const sql of [
    "CREATE TABLE t (n bigserial, x text)",
    "CREATE TABLE t (n integer GENERATED ALWAYS AS IDENTITY)",
    "create sequence s",
    "SELECT nextval('s')",
    "CREATE OR REPLACE FUNCTION f()",
    "create constraint trigger c",
    "DO $$ BEGIN END $$",
    "SELECT pg_try_advisory_lock(1)",
    "LOCK TABLE realm",
  ]) {
    const found = checkSql(treeOf({ [driver]: `// a driver\nconst sql = \`${sql}\`;\n` }));
    assert.deepEqual(
      found.map(({ path, line }) => [path, line]),
      [[driver, 2]],
      sql,
    );
  }
});

test("migrations may wait for each other by a lock, and may do nothing else of it", () => {
  assert.deepEqual(checkSql(treeOf({ [migrations]: "SELECT pg_advisory_lock(1)" })), []);
  assert.equal(checkSql(treeOf({ [migrations]: "CREATE SEQUENCE s; SELECT pg_advisory_lock(1)" })).length, 1);
});

test("what is no statement of a driver may say what it likes", () => {
  const text = "LOCK TABLE realm; a serial number, serialized";
  assert.deepEqual(checkSql(treeOf({ "packages/storage/test/a.test.ts": text, "docs/a.md": text })), []);
  assert.deepEqual(checkSql(treeOf({ [driver]: "// serialized, and a serialNumber" })), []);
});

test("two statements of one name are found, in one file or in two", () => {
  const [one, other] = ['const a = {\n  name: "take",\n};\n', '// "take"\nconst b = { name: "take" };\n'];
  const apart = treeOf({ [driver]: one, "packages/storage/src/postgres/other.ts": other });
  assert.deepEqual(checkSql(apart), [
    {
      path: "packages/storage/src/postgres/other.ts",
      line: 2,
      message: `${driver} has a statement "take" too`,
    },
  ]);
  assert.equal(checkSql(treeOf({ [driver]: one + other })).length, 1);
  assert.deepEqual(checkSql(treeOf({ [driver]: one, "packages/storage/src/sqlite/a.ts": other })), []);
});
