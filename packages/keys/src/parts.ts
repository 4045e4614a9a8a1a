export type Part = string | Uint8Array;

/**
 * The parts one after another, each behind its length (4 bytes), the whole behind their number: no two lists give
 * the same bytes. Texts are UTF-8.
 *
 * INVARIANT: every text is well-formed. Lone surrogates all become the same three bytes, so two places could be one.
 */
export function encodeParts(parts: readonly Part[]): Buffer {
  let size = 4;
  for (const part of parts) size += 4 + byteLength(part);
  const bytes = Buffer.alloc(size);
  let at = bytes.writeUInt32BE(parts.length, 0);
  for (const part of parts) {
    at = bytes.writeUInt32BE(byteLength(part), at);
    if (typeof part === "string") at += bytes.write(part, at, "utf8");
    else {
      bytes.set(part, at);
      at += part.length;
    }
  }
  return bytes;
}

export function wellFormed(parts: readonly string[]): boolean {
  return parts.every((part) => part.isWellFormed());
}

function byteLength(part: Part): number {
  return typeof part === "string" ? Buffer.byteLength(part, "utf8") : part.length;
}
