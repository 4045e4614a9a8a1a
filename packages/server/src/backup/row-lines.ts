import type { DumpPart, DumpTables } from "@portcullis/storage";
import { type CellKind, columns, type RowTable } from "./columns.table.ts";

type Cells = readonly (readonly [member: string, kind: CellKind])[];
type Row = Readonly<Record<string, unknown>>;

const cellsOf = new Map<string, Cells>(
  Object.entries(columns).map(([table, own]) => [table, Object.entries(own)]),
);

/** A row as a line: `["entity","account/…","user","AIDA…",1,"{…}"]`. */
export function lineOfRow<T extends RowTable>(table: T, row: DumpTables[T]): string {
  const values = cellsOf
    .get(table)!
    .map(([member, kind]) => writeCell(kind, (row as unknown as Row)[member]));
  return `${JSON.stringify([table, ...values])}\n`;
}

/** The row of a line; undefined where it is none. */
export function rowOfLine(value: unknown): DumpPart | undefined {
  if (!Array.isArray(value)) return undefined;
  const [table, ...values] = value as readonly unknown[];
  const cells = typeof table === "string" ? cellsOf.get(table) : undefined;
  if (cells === undefined || cells.length !== values.length) return undefined;
  const row: Record<string, unknown> = {};
  for (const [at, [member, kind]] of cells.entries()) {
    const read = readers[kind](values[at]);
    if (read === wrong) return undefined;
    row[member] = read;
  }
  return { table, rows: [row] } as unknown as DumpPart;
}

function writeCell(kind: CellKind, value: unknown): unknown {
  switch (kind) {
    case "bytes":
      return Buffer.from(value as Uint8Array).toString("base64");
    case "text or nothing":
    case "number or nothing":
      return value ?? null;
    case "resources":
      return (value as DumpTables["event"]["resources"]).map(({ type, name }) => [type, name]);
    case "text":
    case "number":
    case "flag":
      return value;
  }
}

const wrong = Symbol("not of this kind");

const readers: Readonly<Record<CellKind, (value: unknown) => unknown>> = {
  text: (value) => (typeof value === "string" ? value : wrong),
  number: (value) => (Number.isSafeInteger(value) ? value : wrong),
  flag: (value) => (typeof value === "boolean" ? value : wrong),
  bytes: (value) => (typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : wrong),
  "text or nothing": (value) => (value === null ? undefined : typeof value === "string" ? value : wrong),
  "number or nothing": (value) => (value === null ? undefined : Number.isSafeInteger(value) ? value : wrong),
  resources(value) {
    if (!Array.isArray(value)) return wrong;
    const pairs = value.map((pair: unknown) =>
      Array.isArray(pair) && pair.length === 2 && pair.every((each) => typeof each === "string")
        ? { type: pair[0], name: pair[1] }
        : wrong,
    );
    return pairs.includes(wrong) ? wrong : pairs;
  },
};
