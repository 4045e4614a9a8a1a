import { headLimits } from "./limits.table.ts";
import { canonicalEscapes } from "./percent.ts";

/** A parameter of a query string, both parts in their canonical escaped form. */
export interface QueryParameter {
  readonly name: string;
  readonly value: string;
}

const none: readonly QueryParameter[] = [];

/** Where the path of a target ends. */
export const pathEnd = (target: string): number => {
  const mark = target.indexOf("?");
  return mark === -1 ? target.length : mark;
};

/** The parameters of a request target in the order in which they stand; a failure where they are broken or too many. */
export function queryParameters(target: string): readonly QueryParameter[] | "malformed-query" | "too-large" {
  let at = pathEnd(target) + 1;
  if (at >= target.length) return none;
  const parameters: QueryParameter[] = [];
  while (at <= target.length) {
    const amp = target.indexOf("&", at);
    const end = amp === -1 ? target.length : amp;
    if (end > at) {
      const pair = target.slice(at, end);
      const equals = pair.indexOf("=");
      const name = canonicalEscapes(equals === -1 ? pair : pair.slice(0, equals), "query");
      const value = equals === -1 ? "" : canonicalEscapes(pair.slice(equals + 1), "query");
      if (name === undefined || value === undefined) return "malformed-query";
      if (parameters.length === headLimits.queryParameters) return "too-large";
      parameters.push({ name, value });
    }
    at = end + 1;
  }
  return parameters;
}

// The escaped forms are ASCII, so that comparing strings compares bytes. Names come first: "a-b" sorts behind "a"
// although "a-b=" would sort before "a=".
const order = (a: QueryParameter, b: QueryParameter): number =>
  a.name === b.name ? (a.value < b.value ? -1 : a.value > b.value ? 1 : 0) : a.name < b.name ? -1 : 1;

function sorted(parameters: readonly QueryParameter[]): readonly QueryParameter[] {
  for (let i = 1; i < parameters.length; i++) {
    if (order(parameters[i - 1]!, parameters[i]!) > 0) return parameters.toSorted(order);
  }
  return parameters;
}

/**
 * The query string as it is signed: sorted by name, then value; the signature itself left out.
 * @param shown which values appear; the others are replaced by `hidden`. By default all appear.
 */
export function canonicalQuery(
  parameters: readonly QueryParameter[],
  shown?: (name: string) => boolean,
  hidden = "",
): string {
  if (parameters.length === 0) return "";
  let out = "";
  for (const { name, value } of sorted(parameters)) {
    if (name === "X-Amz-Signature") continue;
    if (out !== "") out += "&";
    out += `${name}=${shown === undefined || shown(name) ? value : hidden}`;
  }
  return out;
}
