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

/** Patterns that a set holds several times are kept once; by the text as written. */
export type ActionPatterns = Map<string, ActionPattern>;

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
  { negated, values }: PatternList,
  effect: "Allow" | "Deny",
  known: ActionPatterns,
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
      let pattern = known.get(value);
      if (pattern === undefined) {
        pattern = compilePattern(lowerAscii(value));
        known.set(value, pattern);
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
 * Calls back for each service that the list spells, lower case; INVARIANT: of actions of other services none
 * matches. False where no such list can be made.
 */
export function eachService(
  { negated, always, patterns }: ActionTest,
  found: (service: string) => void,
): boolean {
  if (negated || always !== undefined) return false;
  for (const pattern of patterns) {
    const text = typeof pattern === "string" ? pattern : headOf(pattern);
    found(text.slice(0, text.indexOf(":")));
  }
  return true;
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
