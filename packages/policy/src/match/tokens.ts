import { lowerAscii } from "../text/ascii.ts";
import { type Context, UNKNOWN } from "../types.ts";

/** A pattern in pieces: `*`, `?`, plain text, and `${key}` or `${key, 'default'}`. */
export type Token = string | typeof STAR | typeof ANY | Variable;

export const STAR: unique symbol = Symbol("*");
export const ANY: unique symbol = Symbol("?");

export interface Variable {
  /** Lower case: context keys ignore case. */
  readonly key: string;
  readonly fallback: string | undefined;
}

/** A pattern without variables. */
export type PlainToken = Exclude<Token, Variable>;

export interface TokenRules {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** `${…}` is a variable or an escape: version 2012-10-17, in an element that takes variables. */
  readonly variables: boolean;
}

/**
 * Takes a pattern apart. Undefined for a variable that is not well formed: not closed, empty, with a space in its
 * name, or with a default that is not `, 'text'`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function tokenize(text: string, rules: TokenRules): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let literal = "";
  let from = 0;
  const flush = (at: number) => {
    literal = literal === "" ? text.slice(from, at) : literal + text.slice(from, at);
    if (literal !== "") tokens.push(literal);
    literal = "";
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at]!;
    if (rules.variables && char === "$" && text[at + 1] === "{") {
      const found = readVariable(text, at);
      if (found === undefined) return undefined;
      if (typeof found.token === "string") literal += text.slice(from, at) + found.token;
      else {
        flush(at);
        tokens.push(found.token);
      }
      at = found.end;
      from = at;
    } else if (rules.wildcards && (char === "*" || char === "?")) {
      flush(at);
      tokens.push(char === "*" ? STAR : ANY);
      at++;
      from = at;
    } else at++;
  }
  flush(text.length);
  return tokens;
}

interface Found {
  readonly token: string | Variable;
  readonly end: number;
}

/** Reads from `${`. `${*}`, `${?}` and `${$}` stand for the character itself. */
function readVariable(text: string, start: number): Found | undefined {
  let end = start + 2;
  while (end < text.length && text[end] !== "}" && text[end] !== ",") end++;
  const name = text.slice(start + 2, end);
  if (end >= text.length || name === "") return undefined;
  if (text[end] === "}") {
    if (name === "*" || name === "?" || name === "$") return { token: name, end: end + 1 };
    return isName(name) ? { token: { key: lowerAscii(name), fallback: undefined }, end: end + 1 } : undefined;
  }
  if (!isName(name) || !text.startsWith(", '", end)) return undefined;
  const quote = text.indexOf("'", end + 3);
  if (quote < 0 || text[quote + 1] !== "}") return undefined;
  return {
    token: { key: lowerAscii(name), fallback: text.slice(end + 3, quote) },
    end: quote + 2,
  };
}

/** The keys of the variables in a pattern, as written, in their order; those before one that is not well formed. */
export function variableNames(text: string): readonly string[] {
  const names: string[] = [];
  for (let at = text.indexOf("${"); at >= 0; ) {
    const found = readVariable(text, at);
    if (found === undefined) break;
    // The key is the name in lower case, and as long.
    if (typeof found.token === "object") names.push(text.slice(at + 2, at + 2 + found.token.key.length));
    at = text.indexOf("${", found.end);
  }
  return names;
}

function isName(name: string): boolean {
  for (const char of name) if (char <= " " || "*?${'".includes(char)) return false;
  return true;
}

export function isVariable(token: Token): token is Variable {
  return typeof token === "object";
}

export function hasVariable(tokens: readonly Token[]): boolean {
  return tokens.some(isVariable);
}

/** Why a variable has no text: the key is absent, was not looked up, or holds several values. */
export type Unresolved = "absent" | "unknown" | "several";

/** The text of a variable in this request, or why it has none. */
export function textOfVariable(
  { key, fallback }: Variable,
  context: Context,
): string | { problem: Unresolved } {
  const values = context.get(key);
  if (values === UNKNOWN) return problems.unknown;
  if (values !== undefined && values.length > 1) return problems.several;
  return values?.[0] ?? fallback ?? problems.absent;
}

const problems: Readonly<Record<Unresolved, { problem: Unresolved }>> = {
  absent: { problem: "absent" },
  unknown: { problem: "unknown" },
  several: { problem: "several" },
};

/**
 * Puts the request's values in. What comes from a variable is plain text: it is never read as a wildcard or as
 * another variable.
 */
export function resolve(tokens: readonly Token[], context: Context): readonly PlainToken[] | Unresolved {
  const plain: PlainToken[] = [];
  for (const token of tokens) {
    if (!isVariable(token)) {
      plain.push(token);
      continue;
    }
    const value = textOfVariable(token, context);
    if (typeof value === "object") return value.problem;
    plain.push(value);
  }
  return plain;
}

/** The text of tokens without wildcards. */
export function joined(tokens: readonly PlainToken[]): string {
  let text = "";
  for (const token of tokens) text += token === STAR ? "*" : token === ANY ? "?" : (token as string);
  return text;
}
