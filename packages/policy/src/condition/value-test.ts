import { compileGlob, globMatches } from "../match/glob.ts";
import {
  hasVariable,
  isVariable,
  joined,
  type PlainToken,
  resolve,
  type Token,
  tokenize,
} from "../match/tokens.ts";
import { MAYBE, NO, type Truth, truthOf } from "../match/truth.ts";
import { lowerAscii } from "../text/ascii.ts";
import type { Context } from "../types.ts";
import { arnMatches, compileArnLike } from "./arn-like.ts";
import { decodeBase64 } from "./base64.ts";
import { compareDecimals, parseDecimal } from "./decimal.ts";
import { foldCase } from "./fold.ts";
import { compareInstants, parseInstant } from "./instant.ts";
import { contains, parseAddress, parseNetwork } from "./network.ts";
import type { Comparison, OperatorRow, Order } from "./operators.table.ts";

/** Does one value of the request match one value of the policy (before a negated operator negates)? */
export type ValueTest = (value: string, context: Context) => Truth;

/** What stands for a comparison that cannot be made, before negation. */
export interface Doubts {
  /** The policy's own value is at fault. */
  readonly policy: Truth;
  /** The request's value is at fault: under a positive operator it just does not match. */
  readonly request: Truth;
}

export interface CompiledValue {
  readonly test: ValueTest;
  /** Keys of the variables in it, lower case. */
  readonly keys: readonly string[];
}

export function compileValue(
  row: OperatorRow,
  text: string,
  variables: boolean,
  doubts: Doubts,
): CompiledValue {
  const wildcards = row.comparison === "string-like" || row.comparison === "arn-like";
  const active = variables && row.variables;
  const tokens: readonly Token[] | undefined = tokenize(text, { wildcards, variables: active });
  if (tokens === undefined) return { test: () => doubts.policy, keys: [] };
  if (!hasVariable(tokens))
    return { test: plainTest(row, tokens as readonly PlainToken[], doubts), keys: [] };
  const test: ValueTest = (value, context) => {
    const plain = resolve(tokens, context);
    if (plain === "unknown") return MAYBE;
    // "Null" in the guide's words: positive operators do not match, negated ones do.
    if (plain === "absent") return NO;
    if (plain === "several") return doubts.policy;
    return plainTest(row, plain, doubts)(value, context);
  };
  return { test, keys: tokens.filter(isVariable).map(({ key }) => key) };
}

/** The policy's value was read once; the request's is read on each comparison. */
function plainTest(
  { comparison, order }: OperatorRow,
  tokens: readonly PlainToken[],
  doubts: Doubts,
): ValueTest {
  const text = joined(tokens);
  switch (comparison) {
    case "string":
      return (value) => truthOf(value === text);
    case "string-ignore-case": {
      const folded = foldCase(text);
      return (value) => truthOf(value === text || foldCase(value) === folded);
    }
    case "string-like": {
      const glob = compileGlob(tokens);
      return (value) => truthOf(globMatches(glob, value));
    }
    case "arn-like": {
      const globs = compileArnLike(tokens);
      // A pattern with too few parts matches no ARN, as documented; anything else cannot be understood.
      if (globs === undefined) return () => doubts.request;
      return (value) => orDoubt(arnMatches(globs, value), doubts);
    }
    case "numeric":
      return compared(text, parseDecimal, compareDecimals, order, doubts);
    case "date":
      return compared(text, parseInstant, compareInstants, order, doubts);
    case "bool":
      return compared(text, parseBoolean, (a, b) => Number(a) - Number(b), "equal", doubts);
    case "binary":
      return compared(text, decodeBase64, (a, b) => (a === b ? 0 : 1), "equal", doubts);
    case "ip": {
      const network = parseNetwork(text);
      if (network === undefined) return () => doubts.policy;
      return (value) => {
        const address = parseAddress(value);
        return orDoubt(address && contains(network, address), doubts);
      };
    }
    case "null":
      // Null looks at the key's presence, never at a value.
      return () => NO;
  }
}

function orDoubt(matches: boolean | undefined, doubts: Doubts): Truth {
  return matches === undefined ? doubts.request : truthOf(matches);
}

function compared<T>(
  text: string,
  parse: (text: string) => T | undefined,
  compare: (a: T, b: T) => number,
  order: Order,
  doubts: Doubts,
): ValueTest {
  const ours = parse(text);
  if (ours === undefined) return () => doubts.policy;
  return (value) => {
    const theirs = parse(value);
    return theirs === undefined ? doubts.request : truthOf(satisfies(order, compare(theirs, ours)));
  };
}

function satisfies(order: Order, sign: number): boolean {
  switch (order) {
    case "equal":
      return sign === 0;
    case "less":
      return sign < 0;
    case "less-or-equal":
      return sign <= 0;
    case "greater":
      return sign > 0;
    case "greater-or-equal":
      return sign >= 0;
  }
}

export function parseBoolean(text: string): boolean | undefined {
  const lower = lowerAscii(text);
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

/** Can a value be compared at all? What holds a variable is judged when it is resolved. */
export function isComparable(comparison: Comparison, text: string): boolean {
  switch (comparison) {
    case "numeric":
      return parseDecimal(text) !== undefined;
    case "date":
      return parseInstant(text) !== undefined;
    case "bool":
    case "null":
      return parseBoolean(text) !== undefined;
    case "binary":
      return decodeBase64(text) !== undefined;
    case "ip":
      return parseNetwork(text) !== undefined;
    case "string":
    case "string-ignore-case":
    case "string-like":
    case "arn-like":
      return true;
  }
}
