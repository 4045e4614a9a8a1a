import type { DumpTable, DumpTables } from "@portcullis/storage";

/** How a value stands in a line: bytes as base64, what may be missing as null, a list of resources as pairs. */
export type CellKind =
  | "text"
  | "number"
  | "flag"
  | "bytes"
  | "text or nothing"
  | "number or nothing"
  | "resources";

/** The deployment stands in the header. */
export type RowTable = Exclude<DumpTable, "deployment">;

/**
 * The columns of each table in the order of a line; total over the members of its rows, so that a new one is not
 * left out of backups. The order is the format's: add at the end, and raise the format.
 */
export const columns: {
  readonly [T in RowTable]: { readonly [M in keyof DumpTables[T]]: CellKind };
} = {
  key: {
    number: "number",
    purpose: "text",
    wrapped: "bytes",
    created: "number",
    active: "flag",
    retired: "number or nothing",
  },
  realm: { realm: "text", revision: "number", changeId: "text" },
  entity: { realm: "text", kind: "text", id: "text", v: "number", body: "text" },
  event: {
    realm: "text",
    writer: "text",
    sequence: "number",
    id: "text",
    time: "number",
    name: "text",
    source: "text",
    readOnly: "flag",
    userName: "text or nothing",
    accessKeyId: "text or nothing",
    resources: "resources",
    record: "text",
  },
  once: { realm: "text", kind: "text", id: "text", expires: "number", body: "text" },
  locator: { kind: "text", value: "text", realm: "text" },
  usage: { realm: "text", kind: "text", id: "text", time: "number", body: "text" },
};
