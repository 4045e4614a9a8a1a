import type { PatternList } from "../language/tree.ts";
import { lowerAscii } from "../text/ascii.ts";
import { compileGlob, type Glob, globMatches } from "./glob.ts";
import { type PlainToken, tokenize } from "./tokens.ts";
import { doubt, NO, YES } from "./truth.ts";

/** Action or NotAction of a statement. */
export interface ActionTest {
  readonly negated: boolean;
  /** Settled without looking: `*`, and what cannot be understood. */
  readonly always: boolean | undefined;
  /** Lower case, without wildcards. */
  readonly exact: readonly string[];
  readonly globs: readonly Glob[];
  /**
   * INVARIANT: of actions of other services than these (lower case) none matches. Undefined where no such list can
   * be made.
   */
  readonly services: readonly string[] | undefined;
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

export function compileAction({ negated, values }: PatternList, effect: "Allow" | "Deny"): ActionTest {
  const exact: string[] = [];
  const globs: Glob[] = [];
  const services: string[] = [];
  let always: boolean | undefined;
  // An empty NotAction would be everything: nothing in it says so.
  if (values.length === 0 && negated) always = doubt(effect, true) === YES;
  for (const { value } of values) {
    if (actionProblem(value) !== undefined) {
      if (doubt(effect, negated) !== NO) always = true;
      continue;
    }
    if (value === "*") {
      always = true;
      continue;
    }
    const pattern = lowerAscii(value);
    const service = pattern.slice(0, pattern.indexOf(":"));
    if (!services.includes(service)) services.push(service);
    if (!pattern.includes("*") && !pattern.includes("?")) {
      exact.push(pattern);
      continue;
    }
    const tokens = tokenize(pattern, { wildcards: true, variables: false }) as readonly PlainToken[];
    globs.push(compileGlob(tokens));
  }
  return { negated, always, exact, globs, services: negated || always !== undefined ? undefined : services };
}

/** `action` is lower case. */
export function actionMatches({ negated, always, exact, globs }: ActionTest, action: string): boolean {
  if (always !== undefined) return always !== negated;
  if (exact.includes(action)) return !negated;
  for (const glob of globs) if (globMatches(glob, action)) return !negated;
  return negated;
}
