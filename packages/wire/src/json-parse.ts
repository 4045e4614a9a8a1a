import { limits } from "./limits.table.ts";

/** A JSON text as read: objects are maps, so that no key of the caller meets a prototype. */
export type Json = null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>;

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

interface Reader {
  readonly text: string;
  at: number;
}

/** Thrown and caught inside this file only. */
const malformed = Symbol("malformed JSON");

/**
 * Reads a JSON text (RFC 8259) in linear time. A repeated key, half a surrogate pair, a nesting deeper than the limit and
 * a number beyond the range of a double are refused, where readers would each pick a meaning of their own.
 *
 * @returns undefined where the text is none of it.
 */
export function parseJson(text: string): Json | undefined {
  const reader: Reader = { text, at: 0 };
  try {
    const value = readValue(reader, 0);
    skipSpace(reader);
    return reader.at === text.length ? value : undefined;
  } catch (error) {
    if (error === malformed) return undefined;
    throw error;
  }
}

function readValue(reader: Reader, depth: number): Json {
  skipSpace(reader);
  switch (reader.text[reader.at]) {
    case "{":
      return readObject(reader, depth + 1);
    case "[":
      return readArray(reader, depth + 1);
    case '"':
      return readString(reader);
    case "t":
      return readWord(reader, "true", true);
    case "f":
      return readWord(reader, "false", false);
    case "n":
      return readWord(reader, "null", null);
    default:
      return readNumber(reader);
  }
}

function readObject(reader: Reader, depth: number): Json {
  if (depth > limits.jsonDepth) throw malformed;
  const members = new Map<string, Json>();
  reader.at++;
  if (take(reader, "}")) return members;
  do {
    skipSpace(reader);
    const key = readString(reader);
    if (members.has(key) || !take(reader, ":")) throw malformed;
    members.set(key, readValue(reader, depth));
  } while (take(reader, ","));
  if (!take(reader, "}")) throw malformed;
  return members;
}

function readArray(reader: Reader, depth: number): Json {
  if (depth > limits.jsonDepth) throw malformed;
  const items: Json[] = [];
  reader.at++;
  if (take(reader, "]")) return items;
  do items.push(readValue(reader, depth));
  while (take(reader, ","));
  if (!take(reader, "]")) throw malformed;
  return items;
}

/** Finds the end of a string here and leaves its escapes to the language's own reader. */
function readString(reader: Reader): string {
  const { text, at: start } = reader;
  if (text[start] !== '"') throw malformed;
  let escaped = false;
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) {
      reader.at = at + 1;
      return escaped ? unescapeString(text.slice(start, at + 1)) : text.slice(start + 1, at);
    }
    if (unit < 0x20) throw malformed;
    if (unit === 0x5c) {
      escaped = true;
      at++;
    }
  }
  throw malformed;
}

function unescapeString(literal: string): string {
  let value: string;
  try {
    value = JSON.parse(literal) as string;
  } catch {
    throw malformed;
  }
  // An escape may name half of a character; no text of ours holds one.
  if (!value.isWellFormed()) throw malformed;
  return value;
}

function readNumber(reader: Reader): number {
  number.lastIndex = reader.at;
  const match = number.exec(reader.text);
  if (match === null) throw malformed;
  reader.at = number.lastIndex;
  const value = Number(match[0]);
  if (!Number.isFinite(value)) throw malformed;
  return value;
}

function readWord<Value extends Json>(reader: Reader, word: string, value: Value): Value {
  if (!reader.text.startsWith(word, reader.at)) throw malformed;
  reader.at += word.length;
  return value;
}

function take(reader: Reader, mark: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== mark) return false;
  reader.at++;
  return true;
}

function skipSpace(reader: Reader): void {
  for (;;) {
    const unit = reader.text.charCodeAt(reader.at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
    reader.at++;
  }
}
