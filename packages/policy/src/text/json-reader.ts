import type { JsonMember, JsonNode, JsonResult, JsonString } from "./json-nodes.ts";

/** Longest text that is read, in UTF-16 units; some of AWS's own policies are longer than customers' may be. */
const LONGEST_TEXT = 1_048_576;
/** A policy nests six levels; more is a bomb. */
const DEEPEST_NESTING = 16;
const FEW_MEMBERS = 16;
/** More digits than any documented condition key holds; the comparison stays cheap and exact. */
const LONGEST_NUMBER = 64;

interface Cursor {
  readonly text: string;
  /** No unit of it is half of a surrogate pair; what an escape spells still may be. */
  readonly wellFormed: boolean;
  at: number;
  depth: number;
}

/** Carries the first problem out of the recursion; it never leaves this file. */
class Malformed extends Error {
  readonly offset: number;
  constructor(offset: number, problem: string) {
    super(problem);
    this.offset = offset;
  }
}

/**
 * Reads one JSON text (RFC 8259) strictly: no byte order mark, no trailing text, no key twice in an object,
 * no lone surrogate, no number with an exponent or of more than 64 characters, at most 16 levels and `longest`
 * UTF-16 units. Linear in the length of the text.
 */
export function readJson(text: string, longest: number = LONGEST_TEXT): JsonResult {
  if (text.length > longest)
    return { ok: false, offset: 0, problem: `the text is longer than ${longest} characters` };
  const cursor: Cursor = { text, wellFormed: text.isWellFormed(), at: 0, depth: 0 };
  try {
    skipSpace(cursor);
    const root = readValue(cursor);
    skipSpace(cursor);
    if (cursor.at < text.length) throw unexpected(cursor);
    return { ok: true, root };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, offset: error.offset, problem: error.message };
    throw error;
  }
}

function unexpected({ text, at }: Cursor): Malformed {
  if (at >= text.length) return new Malformed(at, "the text ends too early");
  return new Malformed(at, `unexpected character U+${text.charCodeAt(at).toString(16).padStart(4, "0")}`);
}

function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at++;
  }
}

const QUOTE = 0x22;
const BRACE = 0x7b;
const BRACKET = 0x5b;

function readValue(cursor: Cursor): JsonNode {
  switch (cursor.text.charCodeAt(cursor.at)) {
    case QUOTE:
      return readString(cursor);
    case BRACE:
      return nested(cursor, readObject);
    case BRACKET:
      return nested(cursor, readArray);
    case 0x74:
      return word(cursor, "true", (start, end) => ({ kind: "boolean", value: true, start, end }));
    case 0x66:
      return word(cursor, "false", (start, end) => ({ kind: "boolean", value: false, start, end }));
    case 0x6e:
      return word(cursor, "null", (start, end) => ({ kind: "null", start, end }));
    default:
      return readNumber(cursor);
  }
}

function nested(cursor: Cursor, read: (cursor: Cursor) => JsonNode): JsonNode {
  if (++cursor.depth > DEEPEST_NESTING)
    throw new Malformed(cursor.at, `nested deeper than ${DEEPEST_NESTING} levels`);
  const node = read(cursor);
  cursor.depth--;
  return node;
}

function word(cursor: Cursor, text: string, make: (start: number, end: number) => JsonNode): JsonNode {
  const start = cursor.at;
  if (!cursor.text.startsWith(text, start)) throw unexpected(cursor);
  cursor.at += text.length;
  return make(start, cursor.at);
}

/** After a value: true where a comma asks for another, false at the closing bracket, which is consumed. */
function another(cursor: Cursor, close: string): boolean {
  skipSpace(cursor);
  const next = cursor.text[cursor.at];
  if (next !== "," && next !== close) throw unexpected(cursor);
  cursor.at++;
  if (next === close) return false;
  skipSpace(cursor);
  return true;
}

function isEmpty(cursor: Cursor, close: string): boolean {
  cursor.at++;
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== close) return false;
  cursor.at++;
  return true;
}

function readObject(cursor: Cursor): JsonNode {
  const start = cursor.at;
  const members: JsonMember[] = [];
  let seen: Set<string> | undefined;
  if (!isEmpty(cursor, "}"))
    do {
      if (cursor.text.charCodeAt(cursor.at) !== QUOTE) throw unexpected(cursor);
      const key = readString(cursor);
      // Most objects have few members; for these a set costs more than it saves.
      if (members.length === FEW_MEMBERS) seen = new Set(members.map((member) => member.key.value));
      const twice = seen === undefined ? isAmong(members, key.value) : seen.has(key.value);
      if (twice) throw new Malformed(key.start, `the key \`${key.value}\` is given twice`);
      seen?.add(key.value);
      skipSpace(cursor);
      if (cursor.text[cursor.at] !== ":") throw unexpected(cursor);
      cursor.at++;
      skipSpace(cursor);
      members.push({ key, value: readValue(cursor) });
    } while (another(cursor, "}"));
  return { kind: "object", members, start, end: cursor.at };
}

function isAmong(members: readonly JsonMember[], name: string): boolean {
  for (const { key } of members) if (key.value === name) return true;
  return false;
}

function readArray(cursor: Cursor): JsonNode {
  const start = cursor.at;
  const items: JsonNode[] = [];
  if (!isEmpty(cursor, "]"))
    do {
      items.push(readValue(cursor));
    } while (another(cursor, "]"));
  return { kind: "array", items, start, end: cursor.at };
}

function readNumber(cursor: Cursor): JsonNode {
  const { text } = cursor;
  const start = cursor.at;
  if (text[cursor.at] === "-") cursor.at++;
  const first = cursor.at;
  skipDigits(cursor);
  if (cursor.at === first) throw unexpected(cursor);
  if (text[first] === "0" && cursor.at > first + 1) throw new Malformed(start, "a number begins with 0");
  if (text[cursor.at] === ".") {
    const fraction = ++cursor.at;
    skipDigits(cursor);
    if (cursor.at === fraction) throw unexpected(cursor);
  }
  if (text[cursor.at] === "e" || text[cursor.at] === "E")
    throw new Malformed(cursor.at, "numbers with an exponent are not part of the policy language");
  if (cursor.at - start > LONGEST_NUMBER)
    throw new Malformed(start, `a number is longer than ${LONGEST_NUMBER} characters`);
  return { kind: "number", digits: text.slice(start, cursor.at), start, end: cursor.at };
}

function skipDigits(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (!(code >= 0x30 && code <= 0x39)) return;
    cursor.at++;
  }
}

function readString(cursor: Cursor): JsonString {
  const { text } = cursor;
  const start = cursor.at++;
  let value = "";
  let from = cursor.at;
  let escaped = false;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code === 0x22) break;
    if (code === 0x5c) {
      value += text.slice(from, cursor.at) + readEscape(cursor);
      from = cursor.at;
      escaped = true;
    } else if (code >= 0x20) cursor.at++;
    // Also NaN, past the end.
    else throw unexpected(cursor);
  }
  value = escaped ? value + text.slice(from, cursor.at) : text.slice(from, cursor.at);
  cursor.at++;
  if ((escaped || !cursor.wellFormed) && !value.isWellFormed())
    throw new Malformed(start, "a string holds half of a surrogate pair");
  return { kind: "string", value, start, end: cursor.at };
}

function readEscape(cursor: Cursor): string {
  const { text, at } = cursor;
  const letter = text[at + 1];
  const simple = letter === undefined ? -1 : '"\\/bfnrt'.indexOf(letter);
  if (simple >= 0) {
    cursor.at += 2;
    return '"\\/\b\f\n\r\t'[simple]!;
  }
  let code = 0;
  for (let i = 2; i < 6; i++) {
    const digit = hexDigit(text.charCodeAt(at + i));
    if (letter !== "u" || digit < 0) throw new Malformed(at, "unknown escape in a string");
    code = code * 16 + digit;
  }
  cursor.at += 6;
  return String.fromCharCode(code);
}

/** The value of one hexadecimal digit, −1 for any other character. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
