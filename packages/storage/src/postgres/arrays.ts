import { kept } from "./kept-text.ts";

/**
 * Lists as PostgreSQL's arrays in their binary form
 * (https://doxygen.postgresql.org/arrayfuncs_8c.html, `array_recv`): as texts each element would be escaped here and
 * parsed there, which for the records of events costs more than all the rest of a commit.
 */
const types = { text: 25, bigint: 20, integer: 23, uuid: 2950 } as const;

/** An array of one dimension that begins at 1; `bytes` is what its elements take. */
function start(type: keyof typeof types, count: number, bytes: number): Buffer {
  const array = Buffer.allocUnsafe(headBytes + count * 4 + bytes);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(types[type], 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  return array;
}

const headBytes = 20;

/** A text of each row. */
export function keptTexts<T>(rows: readonly T[], column: (row: T) => string): Buffer {
  const list = rows.map((row) => kept(column(row)));
  let bytes = 0;
  for (const text of list) bytes += Buffer.byteLength(text);
  const array = start("text", list.length, bytes);
  let at = headBytes;
  for (const text of list) {
    const length = array.write(text, at + 4);
    array.writeInt32BE(length, at);
    at += 4 + length;
  }
  return array;
}

export function bigints(list: readonly (number | bigint)[]): Buffer {
  const array = start("bigint", list.length, list.length * 8);
  for (const [index, number] of list.entries()) {
    const at = headBytes + index * 12;
    array.writeInt32BE(8, at);
    array.writeBigInt64BE(BigInt(number), at + 4);
  }
  return array;
}

export function integers(list: readonly number[]): Buffer {
  const array = start("integer", list.length, list.length * 4);
  for (const [index, number] of list.entries()) {
    const at = headBytes + index * 8;
    array.writeInt32BE(4, at);
    array.writeInt32BE(number, at + 4);
  }
  return array;
}

/** Each id is its 32 hexadecimal digits, with or without hyphens. */
export function uuids(list: readonly string[]): Buffer {
  const array = start("uuid", list.length, list.length * 16);
  for (const [index, id] of list.entries()) {
    const at = headBytes + index * 20;
    array.writeInt32BE(16, at);
    array.write(id.replaceAll("-", ""), at + 4, "hex");
  }
  return array;
}
