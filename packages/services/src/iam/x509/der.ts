/** As much of DER as it takes to tell the parts of a certificate or a key apart. */

export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
}

export const SEQUENCE = 0x30;
export const OBJECT_IDENTIFIER = 0x06;
export const OCTET_STRING = 0x04;

/** The values that stand one behind the other; undefined where the bytes are no such row. */
export function valuesIn(bytes: Buffer | undefined): readonly DerValue[] | undefined {
  if (bytes === undefined) return undefined;
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at]!;
    let length = bytes[at + 1] ?? Number.NaN;
    let start = at + 2;
    if (length > 0x80 && length <= 0x84) {
      const digits = length - 0x80;
      if (start + digits > bytes.length) return undefined;
      length = bytes.readUIntBE(start, digits);
      start += digits;
    } else if (!(length < 0x80)) {
      return undefined;
    }
    if (start + length > bytes.length) return undefined;
    values.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}
