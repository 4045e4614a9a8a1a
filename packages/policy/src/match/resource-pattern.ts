import type { PolicyType } from "../types.ts";
import { type Automaton, compileAutomaton, runAutomaton } from "./automaton.ts";
import { compileGlob, type Glob, globMatches } from "./glob.ts";
import { isVariable, type PlainToken, STAR, type Token, tokenize } from "./tokens.ts";

/** The parts of an ARN before the resource itself. */
const HEAD_PARTS = 5;

/**
 * Takes a resource pattern apart. Undefined where it cannot be understood: variables stand after the fifth colon.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceTokens(text: string, variables: boolean): readonly Token[] | undefined {
  const tokens = tokenize(text, { wildcards: true, variables });
  if (tokens === undefined) return undefined;
  let colons = 0;
  for (const token of tokens) {
    if (isVariable(token) && colons < HEAD_PARTS) return undefined;
    if (typeof token === "string") colons += count(token, ":");
  }
  return tokens;
}

function count(text: string, char: string): number {
  let found = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) found++;
  return found;
}

/**
 * Any of the globs may match; "malformed": not an ARN, or one without a literal service. Wildcards stay inside one
 * part of the ARN, except that a `*` which ends its part may run on over the colon; in the last part colons are
 * plain characters.
 */
export function compilePlainPattern(
  type: PolicyType,
  tokens: readonly PlainToken[],
): readonly ResourceGlob[] | "malformed" {
  const shape = shapeOf(tokens);
  if (shape === undefined) return "malformed";
  const own = compileTokens(tokens, shape);
  if (shape.parts > HEAD_PARTS) return [own];
  const endsInStar = tokens.at(-1) === STAR;
  switch (type) {
    // An incomplete ARN is completed with wildcards; how far depends on the type of policy.
    case "identity":
    case "boundary":
    case "session":
      return [own, completed(tokens, shape)];
    case "scp":
      return endsInStar ? [own] : "malformed";
    case "rcp":
      return "malformed";
    case "resource":
    case "key":
    case "endpoint":
    case "trust":
      return tokens.includes(STAR) ? [own, completed(tokens, shape)] : [];
  }
}

/** A glob, or an automaton where a wildcard must not take a colon. */
export type ResourceGlob =
  | { readonly glob: Glob; readonly automaton?: never }
  | { readonly automaton: Automaton; readonly glob?: never };

export function resourceGlobMatches({ glob, automaton }: ResourceGlob, resource: string): boolean {
  return glob === undefined
    ? runAutomaton(automaton!, resource, 0, resource.length)
    : globMatches(glob, resource);
}

/**
 * What is known of a pattern before its variables have values. They stand after the fifth colon, where every
 * wildcard may take a colon. "bound": a wildcard before it may not.
 */
export function boundsOf(tokens: readonly Token[]): "free" | "bound" | "malformed" {
  const shape = shapeOf(tokens.map((token): PlainToken => (isVariable(token) ? "" : token)));
  if (shape === undefined) return "malformed";
  return shape.inside.size === 0 ? "free" : "bound";
}

interface Shape {
  readonly parts: number;
  /** Index of tokens that are wildcards which may not cross a colon. */
  readonly inside: ReadonlySet<number>;
}

function shapeOf(tokens: readonly PlainToken[]): Shape | undefined {
  const inside = new Set<number>();
  let part = 0;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (typeof token === "string") {
      if (index === 0 && !token.startsWith("arn:")) return undefined;
      part += count(token, ":");
      continue;
    }
    // `arn` and the service are literal.
    if (index === 0 || part === 2) return undefined;
    const next = tokens[index + 1];
    const endsPart = next === undefined || (typeof next === "string" && next.startsWith(":"));
    if (part < HEAD_PARTS && !(token === STAR && endsPart)) inside.add(index);
  }
  return part < 2 ? undefined : { parts: part + 1, inside };
}

function compileTokens(tokens: readonly PlainToken[], { inside }: Shape): ResourceGlob {
  if (inside.size === 0) return { glob: compileGlob(tokens) };
  return { automaton: compileAutomaton(tokens, (index) => inside.has(index)) };
}

function completed(tokens: readonly PlainToken[], { parts }: Shape): ResourceGlob {
  const whole = [...tokens];
  for (let part = parts; part <= HEAD_PARTS; part++) whole.push(":", STAR);
  // The star that ended the pattern still ends its part.
  return compileTokens(whole, shapeOf(whole)!);
}
