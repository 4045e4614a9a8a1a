import type { Plan } from "../combine/plan.ts";
import type { CompiledStatement } from "../compiled.ts";
import { compileArnLike } from "../condition/arn-like.ts";
import type { ConditionTest } from "../condition/condition.ts";
import { operatorNamed } from "../condition/operator-name.ts";
import type { ConditionTree } from "../language/tree.ts";
import { patternMatches, type ResourcePattern } from "../match/resource.ts";
import { isVariable, type PlainToken, resolve, type Token, tokenize } from "../match/tokens.ts";
import { MAYBE } from "../match/truth.ts";
import { bodyOf, readAgain } from "../statement-body.ts";
import { lowerAscii } from "../text/ascii.ts";
import { type Context, type ContextValue, UNKNOWN } from "../types.ts";
import type { Questions } from "./key-values.ts";
import { ARN, plainPattern, type TextPattern } from "./text-classes.ts";

export type QuestionsByKey = ReadonlyMap<string, Questions>;

/** The context with some keys as they could be. */
export function withKeys(context: Context, values: ReadonlyMap<string, ContextValue>): Context {
  return { get: (key) => (values.has(key) ? values.get(key) : context.get(key)) };
}

function nothingAsked(): Questions {
  return { values: new Map(), patterns: [], sets: false, unforeseen: false, effort: { left: 0 } };
}

export function questionsOf(keys: Iterable<string>): QuestionsByKey {
  const questions = new Map<string, Questions>();
  const effort = { left: MOST_PARTS };
  for (const key of keys) questions.set(key, { ...nothingAsked(), effort });
  return questions;
}

/** Adds what a statement that hangs on unknown keys asks of them. */
export function askFor(statement: CompiledStatement, plan: Plan, questions: QuestionsByKey): void {
  const body = bodyOf(statement);
  for (const pattern of body.resource?.patterns ?? []) askResource(pattern, plan, questions);
  const { conditions } = readAgain(statement);
  body.conditions.forEach((condition, at) => {
    if (condition.holds(plan.context) === MAYBE)
      askCondition(condition, conditions[at]!, statement.home.variables, plan.context, questions);
  });
}

function unknownOf(keys: readonly string[], context: Context): readonly string[] {
  return [...new Set(keys)].filter((key) => context.get(key) === UNKNOWN);
}

/** Longer texts have too many parts that a variable could stand for. */
const LONGEST_SUBJECT = 64;
/** So many parts are tried, of all texts together: there may be a pattern for each of very many. */
const MOST_PARTS = 1 << 15;

function askResource(pattern: ResourcePattern, { resource, context }: Plan, questions: QuestionsByKey): void {
  const tokens =
    pattern.kind === "template" ? pattern.template.tokens : pattern.kind === "tokens" ? pattern.tokens : [];
  const keys = unknownOf(
    tokens.filter(isVariable).map(({ key }) => key),
    context,
  );
  if (keys.length === 0) return;
  const head = typeof tokens[0] === "string" ? tokens[0] : "";
  const from = resource.startsWith(head) ? head.length : resource.length;
  askSubject(keys, [resource.slice(from)], false, questions, (key, value) =>
    patternMatches(pattern, resource, withKeys(context, new Map([[key, value]]))),
  );
}

/**
 * A variable stands in a pattern that is matched with these texts: it can only stand for a part of one of them, and
 * whatever else it is makes no difference.
 */
function askSubject(
  keys: readonly string[],
  subjects: readonly string[],
  folded: boolean,
  questions: QuestionsByKey,
  answer: (key: string, value: readonly string[]) => unknown,
): void {
  const [key] = keys;
  const too = keys.length > 1 || subjects.some(({ length }) => length > LONGEST_SUBJECT);
  for (const each of keys) if (too) entry(questions, each).unforeseen = true;
  if (key === undefined || too) return;
  const parts = new Set(subjects.flatMap(partsOf));
  const asked = entry(questions, key);
  asked.effort.left -= parts.size;
  if (asked.effort.left < 0) {
    asked.unforeseen = true;
    return;
  }
  let other = "z";
  while (subjects.some((subject) => subject.toLowerCase().includes(other))) other += "z";
  const otherwise = answer(key, [other]);
  for (const part of parts)
    if (answer(key, [part]) !== otherwise) asked.patterns.push(plainPattern([part], folded));
}

function partsOf(text: string): readonly string[] {
  const parts = [""];
  for (let from = 0; from < text.length; from++)
    for (let to = from + 1; to <= text.length; to++) parts.push(text.slice(from, to));
  return parts;
}

/** A key that nobody listed is of no account; what is noted of it goes nowhere. */
function entry(questions: QuestionsByKey, key: string): Questions {
  return questions.get(key) ?? nothingAsked();
}

function askCondition(
  condition: ConditionTest,
  tree: ConditionTree,
  variables: boolean,
  context: Context,
  questions: QuestionsByKey,
): void {
  const operator = operatorNamed(tree.operator.value);
  if (operator === undefined || tree.key === undefined) return;
  const { row, quantifier } = operator;
  const key = lowerAscii(tree.key.value);
  const own = context.get(key);
  const unknown = unknownOf(condition.keys, context);
  if (own !== UNKNOWN) {
    const folded = row.comparison === "string-ignore-case";
    askSubject(unknown, own ?? [], folded, questions, (each, value) =>
      condition.holds(withKeys(context, new Map([[each, value]]))),
    );
    return;
  }
  const asked = entry(questions, key);
  if (quantifier !== "one") asked.sets = true;
  if (unknown.length > 1) {
    for (const each of unknown) entry(questions, each).unforeseen = true;
    return;
  }
  // It stands in its own pattern.
  if (condition.keys.indexOf(key, 1) > 0) asked.unforeseen = true;
  const { comparison } = row;
  switch (comparison) {
    case "null":
      return;
    case "numeric":
    case "date":
    case "bool":
    case "binary":
    case "ip": {
      const known = asked.values.get(comparison) ?? [];
      asked.values.set(comparison, [...known, ...tree.values.map(({ value }) => value)]);
      return;
    }
    case "string":
    case "string-ignore-case":
    case "string-like":
    case "arn-like": {
      const wildcards = comparison === "string-like" || comparison === "arn-like";
      if (comparison === "arn-like") asked.patterns.push(ARN);
      for (const { value } of tree.values) {
        const plain = plainTokens(
          tokenize(value, { wildcards, variables: variables && row.variables }),
          context,
        );
        if (plain === undefined) continue;
        if (comparison === "arn-like") asked.patterns.push(...arnPattern(plain));
        else asked.patterns.push(plainPattern(plain, comparison === "string-ignore-case"));
      }
    }
  }
}

/** Undefined where the pattern says the same of every text. */
function plainTokens(
  tokens: readonly Token[] | undefined,
  context: Context,
): readonly PlainToken[] | undefined {
  const plain = tokens && resolve(tokens, context);
  return typeof plain === "string" ? undefined : plain;
}

/** As the ARN operators match: part by part, and the first is `arn`. */
function arnPattern(tokens: readonly PlainToken[]): readonly TextPattern[] {
  if (compileArnLike(tokens) === undefined) return [];
  const split = tokens.flatMap((token): PlainToken[] =>
    typeof token === "string" ? token.split(/(:)/) : [token],
  );
  const own: PlainToken[] = ["arn"];
  own.push(...split.slice(split.indexOf(":")));
  const inside = new Set<number>();
  let colons = 0;
  own.forEach((token, at) => {
    if (token === ":") colons++;
    else if (typeof token !== "string" && colons < 5) inside.add(at);
  });
  return [{ tokens: own, folded: false, inside }];
}
