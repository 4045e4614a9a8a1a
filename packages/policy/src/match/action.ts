import type { PatternList } from "../language/tree.ts";
import { lowerAscii } from "../text/ascii.ts";
import { shortList } from "../text/short-list.ts";
import { compileGlob, type Glob, globMatches, headOf } from "./glob.ts";
import { type PlainToken, tokenize } from "./tokens.ts";
import { doubt, NO, YES } from "./truth.ts";

/** Action or NotAction of a statement. */
export interface ActionTest {
  readonly negated: boolean;
  /** Settled without looking: `*`, and what cannot be understood. */
  readonly always: boolean | undefined;
  readonly patterns: readonly ActionPattern[];
}

/** Lower case: a name, or a glob where there are wildcards. */
export type ActionPattern = string | Glob;

/** Patterns and lists of them that a set holds several times are kept once. */
export interface ActionPatterns {
  /** By the text as written. */
  readonly single: Map<string, ActionPattern>;
  readonly lists: Map<string, ActionTest>;
}

export function actionPatterns(): ActionPatterns {
  return { single: new Map(), lists: new Map() };
}

/** What is wrong with an action pattern, or undefined. The service before the colon is literal. */
export function actionProblem(pattern: string): "no-colon" | "colons" | "service" | undefined {
  if (pattern === "*") return undefined;
  const colon = pattern.indexOf(":");
  if (colon < 0) return "no-colon";
  if (pattern.includes(":", colon + 1)) return "colons";
  for (let i = 0; i < colon; i++) if (!isServiceCharacter(pattern.charCodeAt(i))) return "service";
  return colon === 0 || colon === pattern.length - 1 ? "service" : undefined;
}

function isServiceCharacter(code: number): boolean {
  const lower = code | 0x20;
  const digit = code >= 0x30 && code <= 0x39;
  return (lower >= 0x61 && lower <= 0x7a) || digit || code === 0x2d || code === 0x2e;
}

export function compileAction(
  list: PatternList,
  effect: "Allow" | "Deny",
  { single, lists }: ActionPatterns = actionPatterns(),
): ActionTest {
  const key = `${effect} ${list.negated} ${list.values.map(({ value }) => value).join("\n")}`;
  let test = lists.get(key);
  if (test === undefined) {
    test = compileList(list, effect, single);
    lists.set(key, test);
  }
  return test;
}

function compileList(
  { negated, values }: PatternList,
  effect: "Allow" | "Deny",
  single: ActionPatterns["single"],
): ActionTest {
  const patterns: ActionPattern[] = [];
  let always: boolean | undefined;
  // An empty NotAction would be everything: nothing in it says so.
  if (values.length === 0 && negated) always = doubt(effect, true) === YES;
  for (const { value } of values) {
    if (actionProblem(value) !== undefined) {
      if (doubt(effect, negated) !== NO) always = true;
    } else if (value === "*") always = true;
    else {
      let pattern = single.get(value);
      if (pattern === undefined) {
        pattern = compilePattern(lowerAscii(value));
        single.set(value, pattern);
      }
      patterns.push(pattern);
    }
  }
  return { negated, always, patterns: shortList(patterns) };
}

function compilePattern(pattern: string): ActionPattern {
  if (!pattern.includes("*") && !pattern.includes("?")) return pattern;
  return compileGlob(tokenize(pattern, { wildcards: true, variables: false }) as readonly PlainToken[]);
}

/**
 * The services that the list spells, lower case; INVARIANT: of actions of other services none matches. Undefined
 * where no such list can be made.
 */
export function servicesOf({ negated, always, patterns }: ActionTest): ReadonlySet<string> | undefined {
  if (negated || always !== undefined) return undefined;
  return new Set(patterns.map(servicePart));
}

function servicePart(pattern: ActionPattern): string {
  const text = typeof pattern === "string" ? pattern : headOf(pattern);
  return text.slice(0, text.indexOf(":"));
}

/** `action` is lower case. */
export function actionMatches({ negated, always, patterns }: ActionTest, action: string): boolean {
  if (always !== undefined) return always !== negated;
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i]!;
    if (typeof pattern === "string" ? pattern === action : globMatches(pattern, action)) return !negated;
  }
  return negated;
}
