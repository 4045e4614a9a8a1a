import type { KeyRow, WrappedKeys } from "./contract.ts";

/** Whether nothing was changed between two readings; every driver compares by it. Rows are ordered by number. */
export function sameKeys(a: WrappedKeys, b: WrappedKeys): boolean {
  return (
    sameBytes(a.keyCheck, b.keyCheck) &&
    a.rows.length === b.rows.length &&
    a.rows.every((row, at) => sameRow(row, b.rows[at]!))
  );
}

function sameRow(a: KeyRow, b: KeyRow): boolean {
  return (
    a.number === b.number &&
    a.purpose === b.purpose &&
    a.created === b.created &&
    a.active === b.active &&
    a.retired === b.retired &&
    sameBytes(a.wrapped, b.wrapped)
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
