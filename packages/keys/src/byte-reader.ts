/** Reads what a ByteWriter wrote. Every function throws a RangeError where the bytes are not such a record. */
export interface ByteReader {
  number(): number;
  text(): string;
  list<T>(read: () => T): readonly T[];
  optional<T>(read: () => T): T | undefined;
}

/** What `read` makes of the bytes; undefined where it throws a RangeError or leaves some of them. */
export function readRecord<T>(bytes: Uint8Array, read: (reader: ByteReader) => T): T | undefined {
  const { reader, left } = byteReader(bytes);
  try {
    const record = read(reader);
    return left() === 0 ? record : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function byteReader(bytes: Uint8Array): { readonly reader: ByteReader; left(): number } {
  let at = 0;
  const refuse = (): never => {
    throw new RangeError("not a record of this form");
  };
  const reader: ByteReader = {
    number() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[at++] ?? refuse();
        value += (byte & 127) * scale;
        if (!Number.isSafeInteger(value)) return refuse();
        if (byte < 128) return byte === 0 && scale > 1 ? refuse() : value;
      }
    },
    text() {
      const end = reader.number() + at;
      if (end > bytes.length) return refuse();
      const part = bytes.subarray(at, end);
      at = end;
      try {
        return utf8.decode(part);
      } catch {
        return refuse();
      }
    },
    list(read) {
      const values = [];
      // Every element takes a byte at least, so a wrong count runs into the end and not into memory.
      for (let left = reader.number(); left > 0; left--) values.push(read());
      return values;
    },
    optional(read) {
      const present = reader.number();
      return present === 0 ? undefined : present === 1 ? read() : refuse();
    },
  };
  return { reader, left: () => bytes.length - at };
}
