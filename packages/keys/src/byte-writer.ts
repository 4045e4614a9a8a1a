/** Writes the fields of a compact record, to be read back in the same order. */
export interface ByteWriter {
  /** A whole number from 0 to 2^53 - 1; 7 bits a byte, the lowest first. */
  number(value: number): void;
  /** Well-formed Unicode, as UTF-8 behind its length. */
  text(value: string): void;
  list<T>(values: readonly T[], write: (value: T) => void): void;
  optional<T>(value: T | undefined, write: (value: T) => void): void;
  bytes(): Uint8Array;
}

export function byteWriter(): ByteWriter {
  const chunks: Uint8Array[] = [];
  const writer: ByteWriter = {
    number(value) {
      if (!Number.isSafeInteger(value) || value < 0) throw new RangeError("not a whole number");
      const digits: number[] = [];
      let rest = value;
      for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) | 128);
      digits.push(rest);
      chunks.push(Uint8Array.from(digits));
    },
    text(value) {
      if (!value.isWellFormed()) throw new TypeError("a text is not well-formed Unicode");
      const bytes = Buffer.from(value, "utf8");
      writer.number(bytes.length);
      chunks.push(bytes);
    },
    list(values, write) {
      writer.number(values.length);
      for (const value of values) write(value);
    },
    optional(value, write) {
      writer.number(value === undefined ? 0 : 1);
      if (value !== undefined) write(value);
    },
    bytes: () => Buffer.concat(chunks),
  };
  return writer;
}
