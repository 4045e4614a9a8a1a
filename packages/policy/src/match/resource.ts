import type { PatternList } from "../language/tree.ts";
import { shortList } from "../text/short-list.ts";
import type { Context, PolicyType } from "../types.ts";
import {
  boundsOf,
  compilePlainPattern,
  type ResourceGlob,
  resourceGlobMatches,
  resourceTokens,
} from "./resource-pattern.ts";
import { compileTemplate, type Template, templateMatches } from "./template.ts";
import { hasVariable, isVariable, type PlainToken, resolve, type Token, type Unresolved } from "./tokens.ts";
import { doubt, MAYBE, NO, not, or, type Truth, truthOf, YES } from "./truth.ts";

/** One pattern of Resource or NotResource. */
export type ResourcePattern = {
  /** INVARIANT: a resource that does not begin with this is not covered, nor in doubt. */
  readonly head: string;
} & (
  | { readonly kind: "everything" | "prefix" | "exact" }
  /** What cannot be understood, and what matches nothing. */
  | { readonly kind: "constant"; readonly truth: Truth }
  | { readonly kind: "globs"; readonly globs: readonly ResourceGlob[] }
  | { readonly kind: "template"; readonly template: Template; readonly unclear: Unclear }
  /** A variable, and a wildcard that must not take a colon or a place that no wildcard may have. */
  | {
      readonly kind: "tokens";
      readonly type: PolicyType;
      readonly tokens: readonly Token[];
      readonly unclear: Unclear;
    }
);

/** What a pattern says where a variable has no text. */
type Unclear = Readonly<Record<Unresolved, Truth>>;

/** Resource or NotResource of a statement. */
export interface ResourceTest {
  readonly negated: boolean;
  readonly patterns: readonly ResourcePattern[];
  /** Keys of the variables in it, lower case. */
  readonly keys: readonly string[];
}

export function compileResource(
  type: PolicyType,
  { negated, values }: PatternList,
  effect: "Allow" | "Deny",
  variables: boolean,
): ResourceTest {
  const inDoubt = doubt(effect, negated);
  // A variable without a value: Resource matches nothing, as documented; NotResource must not become "everything".
  const unclear: Unclear = { unknown: MAYBE, several: inDoubt, absent: negated ? inDoubt : NO };
  const patterns: ResourcePattern[] = [];
  const keys: string[] = [];
  for (const { value } of values) {
    const tokens = value === "*" ? [] : resourceTokens(value, variables);
    for (const token of tokens ?? []) if (isVariable(token)) keys.push(token.key);
    if (value === "*") patterns.push(EVERYTHING);
    else if (tokens === undefined) patterns.push(constant(inDoubt));
    // NotResource is asked about variables first: without a value nothing may pass by it.
    else patterns.push(patternOf(type, tokens, inDoubt, unclear, negated ? "" : headOf(tokens)));
  }
  // An empty NotResource would be everything: nothing in it says so.
  if (values.length === 0) patterns.push(constant(negated ? inDoubt : NO));
  return { negated, patterns: shortList(patterns), keys: shortList(keys) };
}

const EVERYTHING: ResourcePattern = { kind: "everything", head: "" };
const constant = (truth: Truth): ResourcePattern => ({ kind: "constant", truth, head: "" });
const headOf = ([first]: readonly Token[]): string => (typeof first === "string" ? first : "");

function patternOf(
  type: PolicyType,
  tokens: readonly Token[],
  inDoubt: Truth,
  unclear: Unclear,
  head: string,
): ResourcePattern {
  if (hasVariable(tokens)) {
    const bounds = boundsOf(tokens);
    if (bounds === "free") return { kind: "template", head, template: compileTemplate(tokens), unclear };
    return { kind: "tokens", head: bounds === "malformed" ? "" : head, type, tokens, unclear };
  }
  const globs = compilePlainPattern(type, tokens as readonly PlainToken[]);
  if (globs === "malformed") return constant(inDoubt);
  const only = globs.length === 1 ? globs[0]?.glob : undefined;
  if (only?.kind === "exact" || only?.kind === "prefix") return { kind: only.kind, head: only.text };
  return globs.length === 0 ? constant(NO) : { kind: "globs", head: headOf(tokens), globs };
}

export function patternMatches(pattern: ResourcePattern, resource: string, context: Context): Truth {
  switch (pattern.kind) {
    case "everything":
      return YES;
    case "prefix":
      return resource.startsWith(pattern.head) ? YES : NO;
    case "exact":
      return resource === pattern.head ? YES : NO;
    case "constant":
      return pattern.truth;
    case "globs":
      for (const glob of pattern.globs) if (resourceGlobMatches(glob, resource)) return YES;
      return NO;
    case "template": {
      if (!resource.startsWith(pattern.head)) return NO;
      const found = templateMatches(pattern.template, resource, context);
      return typeof found === "string" ? pattern.unclear[found] : truthOf(found);
    }
    case "tokens": {
      if (!resource.startsWith(pattern.head)) return NO;
      const plain = resolve(pattern.tokens, context);
      if (typeof plain === "string") return pattern.unclear[plain];
      const globs = compilePlainPattern(pattern.type, plain);
      if (globs === "malformed") return pattern.unclear.several;
      return truthOf(globs.some((glob) => resourceGlobMatches(glob, resource)));
    }
  }
}

export function resourceMatches(test: ResourceTest, resource: string, context: Context): Truth {
  let found: Truth = NO;
  for (const pattern of test.patterns) {
    found = or(found, patternMatches(pattern, resource, context));
    if (found === YES) break;
  }
  return test.negated ? not(found) : found;
}
