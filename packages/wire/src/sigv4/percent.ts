const HEX = "0123456789ABCDEF";
const PERCENT = 0x25;
const PLUS = 0x2b;
const SLASH = 0x2f;

/** 1 where a byte is unreserved (RFC 3986: letters, digits, `-._~`) and so never escaped. */
const unreserved = new Uint8Array(256);
for (const char of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~") {
  unreserved[char.charCodeAt(0)] = 1;
}

const escapeByte = (byte: number): string => `%${HEX.charAt(byte >> 4)}${HEX.charAt(byte & 15)}`;

function hexDigit(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const letter = c | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** The byte that the escape at `at` spells; -1 if there is no whole escape. */
function escapedByte(text: string, at: number): number {
  if (at + 2 >= text.length) return -1;
  const high = hexDigit(text.charCodeAt(at + 1));
  const low = hexDigit(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** Escapes every byte of a byte string that is neither unreserved nor a slash; a `%` too. */
export function escapePath(text: string): string {
  let out = "";
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (unreserved[c] === 1 || c === SLASH) continue;
    out += text.slice(from, i) + escapeByte(c);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/**
 * The one canonical spelling of an encoded text: what is unreserved stands for itself, everything else is an
 * upper-case escape. Undefined where an escape is broken.
 * `query`: a `+` stands for a space, as everywhere in forms. `path`: slashes stay, and an escaped slash stays escaped.
 */
export function canonicalEscapes(text: string, place: "query" | "path"): string | undefined {
  let out = "";
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (unreserved[c] === 1 || (c === SLASH && place === "path")) continue;
    if (c !== PERCENT) {
      out += text.slice(from, i) + (c === PLUS && place === "query" ? "%20" : escapeByte(c));
      from = i + 1;
      continue;
    }
    const byte = escapedByte(text, i);
    if (byte < 0) return undefined;
    out += text.slice(from, i) + (unreserved[byte] === 1 ? String.fromCharCode(byte) : escapeByte(byte));
    i += 2;
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** The byte string that a canonically escaped text stands for. */
export function unescaped(text: string): string {
  let out = "";
  let from = 0;
  for (let at = text.indexOf("%"); at !== -1; at = text.indexOf("%", from)) {
    out += text.slice(from, at) + String.fromCharCode(escapedByte(text, at));
    from = at + 3;
  }
  return from === 0 ? text : out + text.slice(from);
}
