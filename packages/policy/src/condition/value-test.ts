import { compileGlob, type Glob, globMatches } from "../match/glob.ts";
import { compileTemplate, templateMatches } from "../match/template.ts";
import {
  hasVariable,
  isVariable,
  joined,
  type PlainToken,
  resolve,
  type Token,
  tokenize,
  type Unresolved,
} from "../match/tokens.ts";
import { MAYBE, NO, or, type Truth, truthOf, YES } from "../match/truth.ts";
import { lowerAscii } from "../text/ascii.ts";
import type { Context } from "../types.ts";
import { arnMatches, compileArnLike } from "./arn-like.ts";
import { decodeBase64 } from "./base64.ts";
import { compareDecimals, parseDecimal } from "./decimal.ts";
import { foldCase } from "./fold.ts";
import { compareInstants, parseInstant } from "./instant.ts";
import { contains, parseAddress, parseNetwork } from "./network.ts";
import type { Comparison, OperatorRow } from "./operators.table.ts";
import { satisfies } from "./order.ts";

/** Does one value of the request match any value of the policy (before a negated operator negates)? */
export type ValueTest = (value: string, context: Context) => Truth;

/** What stands for a comparison that cannot be made, before negation. */
export interface Doubts {
  /** The policy's own value is at fault. */
  readonly policy: Truth;
  /** The request's value is at fault: under a positive operator it just does not match. */
  readonly request: Truth;
}

export interface CompiledValues {
  readonly test: ValueTest;
  /** Keys of the variables in them, lower case. */
  readonly keys: readonly string[];
}

export function compileValues(
  row: OperatorRow,
  values: readonly string[],
  variables: boolean,
  doubts: Doubts,
): CompiledValues {
  const wildcards = row.comparison === "string-like" || row.comparison === "arn-like";
  const rules = { wildcards, variables: variables && row.variables };
  const plain: (readonly PlainToken[])[] = [];
  const tests: ValueTest[] = [];
  const keys: string[] = [];
  for (const text of values) {
    const tokens = tokenize(text, rules);
    if (tokens === undefined) tests.push(() => doubts.policy);
    else if (hasVariable(tokens)) {
      tests.push(variableTest(row, tokens, doubts));
      for (const token of tokens) if (isVariable(token)) keys.push(token.key);
    } else plain.push(tokens as readonly PlainToken[]);
  }
  if (plain.length > 0) tests.unshift(plainTest(row, plain, doubts));
  return { test: anyOf(tests), keys };
}

function anyOf(tests: readonly ValueTest[]): ValueTest {
  if (tests.length === 1) return tests[0]!;
  return (value, context) => {
    let found: Truth = NO;
    for (const test of tests) {
      found = or(found, test(value, context));
      if (found === YES) break;
    }
    return found;
  };
}

/** A policy's value with variables in it. */
function variableTest(row: OperatorRow, tokens: readonly Token[], doubts: Doubts): ValueTest {
  // "Null" in the guide's words: without a value positive operators do not match, negated ones do.
  const unclear: Readonly<Record<Unresolved, Truth>> = { unknown: MAYBE, absent: NO, several: doubts.policy };
  if (row.comparison === "string" || row.comparison === "string-like") {
    const template = compileTemplate(tokens);
    return (value, context) => {
      const found = templateMatches(template, value, context);
      return typeof found === "string" ? unclear[found] : truthOf(found);
    };
  }
  return (value, context) => {
    const plain = resolve(tokens, context);
    return typeof plain === "string" ? unclear[plain] : plainTest(row, [plain], doubts)(value, context);
  };
}

/** The policy's values were read once; the request's is read once for all of them. */
function plainTest(row: OperatorRow, values: readonly (readonly PlainToken[])[], doubts: Doubts): ValueTest {
  const texts = values.map(joined);
  switch (row.comparison) {
    case "string":
      return equality(texts);
    case "string-ignore-case": {
      const folded = new Set(texts.map(foldCase));
      return (value) => truthOf(folded.has(foldCase(value)));
    }
    case "string-like":
      return likeness(values.map(compileGlob));
    case "arn-like": {
      const patterns = values.map(compileArnLike);
      return (value) => {
        let found: Truth = NO;
        for (const globs of patterns) {
          // A pattern with too few parts matches no ARN, as documented; anything else cannot be understood.
          const matches = globs && arnMatches(globs, value);
          if (matches) return YES;
          if (matches === undefined) found = or(found, doubts.request);
        }
        return found;
      };
    }
    case "numeric":
      return read(
        texts,
        parseDecimal,
        parseDecimal,
        (a, b) => satisfies(row.order, compareDecimals(a, b)),
        doubts,
      );
    case "date":
      return read(
        texts,
        parseInstant,
        parseInstant,
        (a, b) => satisfies(row.order, compareInstants(a, b)),
        doubts,
      );
    case "bool":
      return read(texts, parseBoolean, parseBoolean, (a, b) => a === b, doubts);
    case "binary":
      return read(texts, decodeBase64, decodeBase64, (a, b) => a === b, doubts);
    case "ip":
      return read(
        texts,
        parseNetwork,
        parseAddress,
        (address, network) => contains(network, address),
        doubts,
      );
    case "null":
      // Null looks at the key's presence, never at a value.
      return () => NO;
  }
}

/** Up to here comparing one after another is quicker than a set. */
const FEW = 4;

function equality(texts: readonly string[]): ValueTest {
  const [only] = texts;
  if (texts.length === 1) return (value) => (value === only ? YES : NO);
  if (texts.length <= FEW) return (value) => (texts.includes(value) ? YES : NO);
  const set = new Set(texts);
  return (value) => (set.has(value) ? YES : NO);
}

function likeness(globs: readonly Glob[]): ValueTest {
  return (value) => {
    for (let i = 0; i < globs.length; i++) if (globMatches(globs[i]!, value)) return YES;
    return NO;
  };
}

function read<Ours, Theirs>(
  texts: readonly string[],
  parseOurs: (text: string) => Ours | undefined,
  parseTheirs: (text: string) => Theirs | undefined,
  matches: (theirs: Theirs, ours: Ours) => boolean,
  doubts: Doubts,
): ValueTest {
  const ours: Ours[] = [];
  let least: Truth = NO;
  for (const text of texts) {
    const parsed = parseOurs(text);
    if (parsed === undefined) least = or(least, doubts.policy);
    else ours.push(parsed);
  }
  return (value) => {
    const theirs = parseTheirs(value);
    if (theirs === undefined) return ours.length === 0 ? least : or(least, doubts.request);
    for (let i = 0; i < ours.length; i++) if (matches(theirs, ours[i]!)) return YES;
    return least;
  };
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
