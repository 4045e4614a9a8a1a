import type { Context } from "../types.ts";
import { compileGlob, globMatches, type Inner, innerFits, innerOf, splitAtStars } from "./glob.ts";
import {
  ANY,
  isVariable,
  type PlainToken,
  resolve,
  type Token,
  textOfVariable,
  type Unresolved,
} from "./tokens.ts";

/** A pattern with variables, taken apart once. Undefined where only the request's values tell its shape. */
interface Parts {
  readonly head: readonly Part[];
  /** Undefined: there is no star. */
  readonly tail: readonly Part[] | undefined;
  readonly inner: Inner;
}

/** Plain text, or the number of a variable. */
type Part = string | number;

export interface Template {
  readonly tokens: readonly Token[];
  /** In the order of the text. */
  readonly variables: readonly Exclude<Token, PlainToken>[];
  readonly parts: Parts | undefined;
}

export function compileTemplate(tokens: readonly Token[]): Template {
  const variables = tokens.filter(isVariable);
  return { tokens, variables, parts: partsOf(tokens) };
}

function partsOf(tokens: readonly Token[]): Parts | undefined {
  const runs = splitAtStars(tokens) as readonly (readonly Token[])[];
  const middle = runs.slice(1, -1);
  // A `?` beside a variable, or a variable between two stars, is rare: the pattern is then made for each request.
  if (middle.some((run) => run.some(isVariable)) || runs[0]!.includes(ANY) || runs.at(-1)!.includes(ANY))
    return undefined;
  let variable = 0;
  const part = (token: Token): Part => (typeof token === "string" ? token : variable++);
  const head = runs[0]!.map(part);
  const tail = runs.length === 1 ? undefined : runs.at(-1)!.map(part);
  return { head, tail, inner: innerOf(middle as readonly (readonly PlainToken[])[]) };
}

/**
 * Does the text match, with the request's values in place? What comes from a variable is plain text. The first
 * variable without a text, in the order of the pattern, is the answer where there is one.
 */
export function templateMatches(template: Template, text: string, context: Context): boolean | Unresolved {
  const { variables, parts } = template;
  if (parts === undefined) {
    const plain = resolve(template.tokens, context);
    return typeof plain === "string" ? plain : globMatches(compileGlob(plain), text);
  }
  if (variables.length === 1) {
    const value = textOfVariable(variables[0]!, context);
    return typeof value === "object" ? value.problem : partsMatch(parts, text, value, none);
  }
  const values: string[] = [];
  for (const variable of variables) {
    const value = textOfVariable(variable, context);
    if (typeof value === "object") return value.problem;
    values.push(value);
  }
  return partsMatch(parts, text, "", values);
}

const none: readonly string[] = [];

/** `only`: the one value, where `values` is empty. */
function partsMatch(
  { head, tail, inner }: Parts,
  text: string,
  only: string,
  values: readonly string[],
): boolean {
  const start = lengthOf(head, only, values);
  if (tail === undefined) return start === text.length && stand(head, text, 0, only, values);
  const limit = text.length - lengthOf(tail, only, values);
  return (
    start <= limit &&
    stand(head, text, 0, only, values) &&
    stand(tail, text, limit, only, values) &&
    innerFits(inner, text, start, limit)
  );
}

function textOf(part: Part, only: string, values: readonly string[]): string {
  return typeof part === "string" ? part : (values[part] ?? only);
}

function lengthOf(parts: readonly Part[], only: string, values: readonly string[]): number {
  let length = 0;
  for (let i = 0; i < parts.length; i++) length += textOf(parts[i]!, only, values).length;
  return length;
}

function stand(parts: readonly Part[], text: string, from: number, only: string, values: readonly string[]) {
  let at = from;
  for (let i = 0; i < parts.length; i++) {
    const part = textOf(parts[i]!, only, values);
    if (!text.startsWith(part, at)) return false;
    at += part.length;
  }
  return true;
}
