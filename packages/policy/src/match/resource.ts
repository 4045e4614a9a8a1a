import type { PatternList } from "../language/tree.ts";
import type { Context, PolicyType } from "../types.ts";
import { type CompiledResource, compileResourcePattern, resourceTokens } from "./resource-pattern.ts";
import { hasVariable, isVariable, type PlainToken, resolve, type Token } from "./tokens.ts";
import { doubt, MAYBE, NO, not, or, type Truth, truthOf, YES } from "./truth.ts";

type PatternTest = (resource: string, context: Context) => Truth;

/** Resource or NotResource of a statement. */
export interface ResourceTest {
  readonly negated: boolean;
  readonly patterns: readonly PatternTest[];
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
  const absent = negated ? inDoubt : NO;
  const patterns: PatternTest[] = [];
  const keys: string[] = [];
  for (const { value } of values) {
    if (value === "*") {
      patterns.push(() => YES);
      continue;
    }
    const tokens = resourceTokens(value, variables);
    const test = tokens === undefined ? () => inDoubt : patternTest(type, tokens, inDoubt, absent);
    patterns.push(test);
    for (const token of tokens ?? []) if (isVariable(token)) keys.push(token.key);
  }
  // An empty NotResource would be everything: nothing in it says so.
  if (values.length === 0) patterns.push(() => (negated ? inDoubt : NO));
  return { negated, patterns, keys };
}

function patternTest(type: PolicyType, tokens: readonly Token[], inDoubt: Truth, absent: Truth): PatternTest {
  if (!hasVariable(tokens)) {
    const compiled = compileResourcePattern(type, tokens as readonly PlainToken[]);
    return (resource) => matchCompiled(compiled, resource, inDoubt);
  }
  return (resource, context) => {
    const plain = resolve(tokens, context);
    if (plain === "unknown") return MAYBE;
    if (plain === "several") return inDoubt;
    if (plain === "absent") return absent;
    return matchCompiled(compileResourcePattern(type, plain), resource, inDoubt);
  };
}

function matchCompiled(compiled: CompiledResource, resource: string, inDoubt: Truth): Truth {
  if (compiled === "malformed") return inDoubt;
  return truthOf(compiled.some((matches) => matches(resource)));
}

export function resourceMatches(test: ResourceTest, resource: string, context: Context): Truth {
  let found: Truth = NO;
  for (const pattern of test.patterns) {
    found = or(found, pattern(resource, context));
    if (found === YES) break;
  }
  return test.negated ? not(found) : found;
}
