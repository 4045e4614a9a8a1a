import type { CaseText } from "./case-texts.ts";

interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * The elements of a JSON list, or the values of a text that has one after another, each with its line. Only
 * brackets, commas and strings are looked at, so that one element that is wrong leaves the others readable.
 */
export function* splitValues(text: string): Generator<CaseText> {
  const begin = skipSpace(text, 0, text.length);
  const inList = text[begin] === "[";
  let line = 1;
  let counted = 0;
  let listEnd: number | undefined;
  for (const piece of inList ? elements(text, begin + 1, (end) => (listEnd = end)) : values(text, begin)) {
    const start = skipSpace(text, piece.start, piece.end);
    line += lineFeeds(text, counted, start);
    counted = start;
    yield { line, text: text.slice(start, piece.end).trimEnd() };
  }
  if (!inList) return;
  if (listEnd === undefined) yield { line, problem: "the list is not closed" };
  else {
    const rest = skipSpace(text, listEnd, text.length);
    if (rest < text.length)
      yield { line: line + lineFeeds(text, counted, rest), problem: "text follows the list" };
  }
}

/** What stands between the commas of a list. */
function* elements(text: string, from: number, closed: (end: number) => void): Generator<Piece> {
  let start = from;
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') at = endOfString(text, at);
    else if (char === "{" || char === "[") depth++;
    else if (depth > 0) depth -= char === "}" || char === "]" ? 1 : 0;
    else if (char === "," || char === "]") {
      // Nothing stands between the brackets of an empty list.
      if (char === "," || start !== from || !isBlank(text, start, at)) yield { start, end: at };
      start = at + 1;
      if (char === "]") {
        closed(start);
        return;
      }
    }
  }
  if (!isBlank(text, start, text.length)) yield { start, end: text.length };
}

/** Values one after another: each ends with its own closing bracket. */
function* values(text: string, from: number): Generator<Piece> {
  let start = from;
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') at = endOfString(text, at);
    else if (char === "{" || char === "[") depth++;
    else if (depth > 0 && (char === "}" || char === "]") && --depth === 0) {
      yield { start, end: at + 1 };
      start = at + 1;
    }
  }
  if (!isBlank(text, start, text.length)) yield { start, end: text.length };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function isBlank(text: string, from: number, to: number): boolean {
  return skipSpace(text, from, to) === to;
}

function skipSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && " \t\r\n".includes(text[at]!)) at++;
  return at;
}

function lineFeeds(text: string, from: number, to: number): number {
  let found = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) found++;
  return found;
}
