import type { ConditionTree } from "../language/tree.ts";
import { and, doubt, MAYBE, NO, not, or, type Truth, truthOf, YES } from "../match/truth.ts";
import { lowerAscii } from "../text/ascii.ts";
import { type Context, UNKNOWN } from "../types.ts";
import { operatorNamed } from "./operator-name.ts";
import { compileValues, parseBoolean, type ValueTest } from "./value-test.ts";

/** One operator and one of its keys. */
export interface ConditionTest {
  /** As written, for explanations. */
  readonly operator: string;
  readonly key: string;
  /** Lower case: the key itself and those of the variables in its values. */
  readonly keys: readonly string[];
  readonly holds: (context: Context) => Truth;
}

/**
 * Makes one line of a Condition ready. Whatever cannot be compared is decided so that the statement denies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function compileCondition(
  tree: ConditionTree,
  effect: "Allow" | "Deny",
  variables: boolean,
): ConditionTest {
  const inDoubt = doubt(effect, false);
  const operator = operatorNamed(tree.operator.value);
  // An operator without a key says nothing: an Allow that hangs on it does not apply, a Deny does.
  if (operator === undefined || tree.key === undefined)
    return { operator: tree.operator.value, key: tree.key?.value ?? "", keys: [], holds: () => inDoubt };
  const { row, quantifier, ifExists } = operator;
  const key = lowerAscii(tree.key.value);
  const names = { operator: tree.operator.value, key: tree.key.value };
  if (row.comparison === "null") {
    const wanted = tree.values.map(({ value }) => parseBoolean(value));
    return { ...names, keys: [key], holds: (context) => holdsNull(context, key, wanted, inDoubt) };
  }
  const policyDoubt = doubt(effect, row.negated);
  const doubts = { policy: policyDoubt, request: row.negated ? policyDoubt : NO };
  const texts = tree.values.map(({ value }) => value);
  const any = compileValues(row, texts, variables, doubts);
  const keys = [key, ...any.keys];
  const one: ValueTest = row.negated ? (value, context) => not(any.test(value, context)) : any.test;
  switch (quantifier) {
    case "one":
      return {
        ...names,
        keys,
        holds: (context) => holdsOne(context, key, one, ifExists, row.negated, inDoubt),
      };
    case "all":
      return { ...names, keys, holds: (context) => holdsForAll(context, key, one, inDoubt) };
    case "any":
      return { ...names, keys, holds: (context) => holdsForAny(context, key, one, ifExists ? inDoubt : NO) };
  }
}

function holdsNull(
  context: Context,
  key: string,
  wanted: readonly (boolean | undefined)[],
  inDoubt: Truth,
): Truth {
  const values = context.get(key);
  if (values === UNKNOWN) return MAYBE;
  // A key without values is null, though it is there.
  const absent = values === undefined || values.length === 0;
  if (wanted.includes(absent)) return YES;
  return wanted.includes(undefined) ? inDoubt : NO;
}

function holdsOne(
  context: Context,
  key: string,
  one: ValueTest,
  ifExists: boolean,
  negated: boolean,
  inDoubt: Truth,
): Truth {
  const values = context.get(key);
  if (values === UNKNOWN) return MAYBE;
  if (values === undefined) return truthOf(ifExists || negated);
  switch (values.length) {
    case 0:
      // Nowhere is it documented whether a key without values exists.
      return ifExists && !negated ? inDoubt : truthOf(negated);
    case 1:
      return one(values[0]!, context);
    default:
      // Several values ask for ForAllValues or ForAnyValue; what a plain operator does with them is not documented.
      return inDoubt;
  }
}

/** True without any value, for every operator: the guide warns of it in an Allow. */
function holdsForAll(context: Context, key: string, one: ValueTest, inDoubt: Truth): Truth {
  const values = context.get(key);
  if (values === UNKNOWN) return MAYBE;
  if (values === undefined) return YES;
  let worst: Truth = YES;
  for (const value of values) {
    worst = and(worst, one(value, context));
    if (worst === NO) break;
  }
  // The guide counts an empty string as no value at all, where other pages compare it.
  if (worst !== YES && values.length === 1 && values[0] === "") return inDoubt === YES ? YES : worst;
  return worst;
}

function holdsForAny(context: Context, key: string, one: ValueTest, missing: Truth): Truth {
  const values = context.get(key);
  if (values === UNKNOWN) return MAYBE;
  // A key without values counts as one that is missing.
  if (values === undefined || values.length === 0) return missing;
  let best: Truth = NO;
  for (const value of values) {
    best = or(best, one(value, context));
    if (best === YES) break;
  }
  return best;
}
