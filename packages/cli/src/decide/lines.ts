/** A line of an input without the white space around it; no bytes: it is too long. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer | undefined;
}

/** No case is longer, in bytes. */
const LONGEST_LINE = 16_777_216;
const LINE_FEED = 0x0a;

/** The lines of an input. Of a line that is too long nothing is kept. */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let number = 1;
  let pieces: Buffer[] = [];
  let length = 0;
  const finished = (): Line => {
    const bytes =
      length > LONGEST_LINE ? undefined : trimmed(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
    const line = { number, bytes };
    number++;
    pieces = [];
    length = 0;
    return line;
  };
  const keep = (piece: Buffer) => {
    length += piece.length;
    if (length > LONGEST_LINE) pieces = [];
    else pieces.push(piece);
  };
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      keep(bytes.subarray(from, end));
      from = end + 1;
      yield finished();
    }
    if (from < bytes.length) keep(bytes.subarray(from));
  }
  if (length > 0) yield finished();
}

function trimmed(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  return bytes.subarray(start, end);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
