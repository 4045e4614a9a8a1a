import type { Failure } from "./failure.ts";
import { limits } from "./limits.table.ts";
import { routeErrors } from "./route-errors.table.ts";
import { decodeUtf8 } from "./utf8.ts";

/** The parameters of a query call in the order they came: name, value, name, value, … */
export type Form = readonly string[];

export type ParsedForm =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly failure: Failure };

/**
 * Reads the query string of a target (without `?`) and, for a POST of a form, its body, as one list of parameters:
 * the target's first, as a servlet container does. Names may repeat; the first one counts (AWS does the same).
 *
 * @returns MalformedQueryString for broken percent-encoding, bytes that are no UTF-8, or too many parameters.
 */
export function parseForm(query: string, body: Uint8Array | undefined): ParsedForm {
  const form: string[] = [];
  if (!readPairs(query, form)) return { ok: false, failure: routeErrors.malformedQueryString };
  if (body !== undefined && body.length > 0) {
    const text = decodeUtf8(body);
    if (text === undefined || !readPairs(text, form)) {
      return { ok: false, failure: routeErrors.malformedQueryString };
    }
  }
  return { ok: true, form };
}

/** The first value of a parameter. */
export function parameter(form: Form, name: string): string | undefined {
  for (let at = 0; at < form.length; at += 2) if (form[at] === name) return form[at + 1];
  return undefined;
}

function readPairs(text: string, form: string[]): boolean {
  let at = 0;
  while (at < text.length) {
    let end = text.indexOf("&", at);
    if (end < 0) end = text.length;
    if (end > at) {
      if (form.length >= 2 * limits.formParameters) return false;
      const pair = text.slice(at, end);
      const equals = pair.indexOf("=");
      const name = unescapeForm(equals < 0 ? pair : pair.slice(0, equals));
      const value = equals < 0 ? "" : unescapeForm(pair.slice(equals + 1));
      if (name === undefined || value === undefined) return false;
      form.push(name, value);
    }
    at = end + 1;
  }
  return true;
}

function unescapeForm(text: string): string | undefined {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return undefined;
  }
}
