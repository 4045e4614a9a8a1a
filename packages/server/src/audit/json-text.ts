import { CUT } from "./bounds.table.ts";

/** Legal in JSON, but a terminal or a log viewer may act on them: C1 controls, line separators, text direction. */
const unquiet = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;
const seldom = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;

/** A text as JSON: one line, of bounded length, without lone surrogates and without control characters in clear. */
export function quote(text: string, limit: number): string {
  const json = JSON.stringify(cut(text, limit).toWellFormed());
  return seldom.test(json) ? json.replace(unquiet, escapeUnit) : json;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, limit) + CUT;
}

/** A text as a column of an event: of bounded length, and fit for every database. */
export function columnText(text: string, limit: number): string {
  const short = cut(text, limit).toWellFormed();
  return seldom.test(short) || /[\x00-\x1f]/.test(short) ? short.replace(/\p{Cc}/gu, "\uFFFD") : short;
}
