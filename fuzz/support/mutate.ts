import type { Random } from "./random.ts";

/** Pieces at which parsers have failed. */
const pieces: readonly string[] = [
  "\0",
  "\r\n",
  "\r\n\r\n",
  "\n ",
  "%",
  "%0",
  "%00",
  "%ff%fe",
  "%F0%9F%98",
  "&",
  "&&&&",
  "=",
  ";",
  ",",
  "__proto__",
  "constructor",
  "${aws:username}",
  "${",
  "*",
  "?",
  '"',
  "\\u0000",
  "\\ud800",
  "[[[[[[[[",
  '{"":',
  "}",
  "1e999",
  "-0",
  "9007199254740993",
  "true",
  "null",
  "<![CDATA[",
  "<!DOCTYPE",
  "\ufeff",
  "\ud83d",
  "ﬀ",
  "İ",
];

/** The bytes with a few places changed: flipped, cut, doubled, moved, or with a troublesome piece put in. */
export function mutateBytes(random: Random, bytes: Buffer, most = 6): Buffer {
  let changed = bytes;
  for (let count = 1 + random.int(most); count > 0; count -= 1) changed = mutateOnce(random, changed);
  return changed;
}

function mutateOnce(random: Random, bytes: Buffer): Buffer {
  const at = random.int(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.int(12));
  const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (random.int(7)) {
    case 0:
      return Buffer.concat([before, after]);
    case 1:
      return Buffer.concat([before, middle, middle, after]);
    case 2:
      return Buffer.concat([before, random.bytes(middle.length), after]);
    case 3:
      return Buffer.concat([before, Buffer.from(random.pick(pieces)), middle, after]);
    case 4:
      return Buffer.concat([before, ...Array<Buffer>(1 + random.int(64)).fill(middle), after]);
    case 5:
      return Buffer.concat([after, before, middle]);
    default: {
      const flipped = Buffer.from(bytes);
      if (flipped.length > 0)
        flipped.writeUInt8(
          flipped.readUInt8(at % flipped.length) ^ (1 << random.int(8)),
          at % flipped.length,
        );
      return flipped;
    }
  }
}

export function mutateText(random: Random, text: string, most?: number): string {
  return mutateBytes(random, Buffer.from(text), most).toString(random.once(8) ? "latin1" : "utf8");
}

/** A text of troublesome pieces and letters. */
export function anyText(random: Random, most = 40): string {
  let text = "";
  for (let count = random.int(most); count > 0; count -= 1) {
    text += random.once(3) ? random.pick(pieces) : String.fromCharCode(32 + random.int(95));
  }
  return text;
}
