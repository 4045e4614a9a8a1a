/** The lines of a backup: what is written is read as it was, and nothing else is read. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { DumpPart } from "@portcullis/storage";
import fc from "fast-check";
import { type CellKind, columns, type RowTable } from "../src/backup/columns.table.ts";
import { lineOfRow, rowOfLine } from "../src/backup/row-lines.ts";

/** Any text: half surrogates, NUL and line ends too. */
const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const text = fc.string({ unit, maxLength: 20 });
const arbitraries: Readonly<Record<CellKind, fc.Arbitrary<unknown>>> = {
  text,
  number: fc.maxSafeInteger(),
  flag: fc.boolean(),
  bytes: fc.uint8Array({ maxLength: 40 }),
  "number or nothing": fc.option(fc.maxSafeInteger(), { nil: undefined }),
  "text or nothing": fc.option(text, { nil: undefined }),
  resources: fc.array(fc.record({ type: text, name: text }, { noNullPrototype: true }), { maxLength: 3 }),
};

const tables = Object.keys(columns) as readonly RowTable[];

function rowOf(table: RowTable): fc.Arbitrary<never> {
  const model = Object.entries(columns[table]).map(([member, kind]) => [member, arbitraries[kind]] as const);
  return fc.record(Object.fromEntries(model), { noNullPrototype: true }) as fc.Arbitrary<never>;
}

describe("a row of a backup", () => {
  for (const table of tables) {
    test(`of the table ${table} is one line, and is read as it was written`, () => {
      fc.assert(
        fc.property(rowOf(table), (row) => {
          const line = lineOfRow(table, row);
          assert.equal(line.indexOf("\n"), line.length - 1);
          // As a file keeps it: UTF-8 knows no half surrogates.
          const kept = Buffer.from(line, "utf8").toString("utf8");
          const part = rowOfLine(JSON.parse(kept)) as DumpPart;
          assert.equal(part.table, table);
          assert.deepEqual(part.rows, [row]);
        }),
      );
    });
  }

  test("is not read from a line that has a cell too few, too many, or of another kind", () => {
    for (const table of tables) {
      const kinds = Object.values(columns[table]) as readonly CellKind[];
      const [row] = fc.sample(rowOf(table), { numRuns: 1, seed: 1 });
      const cells = JSON.parse(lineOfRow(table, row as never)) as readonly unknown[];
      assert.ok(rowOfLine(cells));
      assert.equal(rowOfLine(cells.slice(0, -1)), undefined);
      assert.equal(rowOfLine([...cells, 1]), undefined);
      for (const [at, kind] of kinds.entries()) {
        for (const other of [
          {},
          [[1, 2]],
          0.5,
          kind.startsWith("number") ? "1" : 1,
          kind.endsWith("or nothing") ? false : null,
        ]) {
          assert.equal(
            rowOfLine(cells.with(at + 1, other)),
            undefined,
            `${table} ${at} ${JSON.stringify(other)}`,
          );
        }
      }
    }
    for (const line of [null, {}, "realm", [], ["deployment"], ["__proto__"], [["realm"], "r", 1, "c"]]) {
      assert.equal(rowOfLine(line), undefined);
    }
  });
});
