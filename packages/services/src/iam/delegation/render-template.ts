/** Characters of a policy that is asked for. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-policy-templates.html */
export const LONGEST_POLICY = 2048;

/** Why there is no policy. */
export class TemplateProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TemplateProblem";
  }
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

/** Members of a statement in whose values parameters may stand. */
const open: ReadonlySet<string> = new Set(["Resource", "NotResource"]);
const CONDITION = "Condition";
const ENABLED = "@Enabled";
const placeholder = /@\{([^{}]*)\}/g;

/** What the texts of a policy grow to; without this bound, lists that are multiplied would fill the memory. */
interface Budget {
  /** Throws where there are no more. */
  spend(characters: number): void;
}

/** What a parameter stands for. Throws `TemplateProblem` where there is no such value. */
export interface Values {
  list(name: string): readonly string[];
  /** Of a statement that hangs on `name`, or on `!name`. */
  enabled(condition: string): boolean;
  /** It stands in a statement that is left out. */
  leftOut(name: string): void;
}

/**
 * The policy that a template makes of parameters. They are put into its parsed texts, never into its JSON, so that no
 * value changes what the policy is made of. Throws `TemplateProblem`.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-policy-templates.html
 */
export function renderTemplate(template: string, values: Values, longest = LONGEST_POLICY): string {
  const tree = parse(template);
  const { Statement, ...others } = tree;
  for (const [name, value] of Object.entries(others)) closed(name, value);
  const statements = Array.isArray(Statement) ? (Statement as readonly Json[]) : [Statement ?? null];
  let left = longest;
  const budget: Budget = {
    spend(characters) {
      left -= characters;
      if (left < 0) throw tooLong(longest);
    },
  };
  const text = JSON.stringify({
    ...tree,
    Statement: statements.flatMap((each) => statementOf(each, values, budget)),
  });
  if (text.length > longest) throw tooLong(longest);
  return text;
}

function parse(template: string): JsonObject {
  let tree: Json;
  try {
    tree = JSON.parse(template) as Json;
  } catch {
    throw new TemplateProblem("The policy template is not JSON.");
  }
  return objectOf(tree, "The whole");
}

/** None, where the statement is switched off. */
function statementOf(statement: Json, values: Values, budget: Budget): readonly Json[] {
  const { [ENABLED]: condition, ...rest } = objectOf(statement, "A statement");
  if (condition !== undefined && !isEnabled(condition, values)) {
    for (const [, name = ""] of JSON.stringify(rest).matchAll(placeholder)) values.leftOut(name);
    return [];
  }
  const filled = Object.entries(rest).map(([name, value]) => [
    name,
    name === CONDITION
      ? conditionOf(value, values, budget)
      : open.has(name)
        ? fill(name, value, values, budget)
        : closed(name, value),
  ]);
  return [Object.fromEntries(filled) as Json];
}

function isEnabled(condition: Json, values: Values): boolean {
  if (typeof condition !== "string") throw new TemplateProblem(`${ENABLED} names no parameter.`);
  return values.enabled(condition);
}

/** Operators, then keys, then values: no parameter stands in the first two. */
function conditionOf(condition: Json, values: Values, budget: Budget): Json {
  const entries = Object.entries(objectOf(condition, CONDITION)).map(([operator, keys]) => [
    closed(CONDITION, operator),
    Object.fromEntries(
      Object.entries(objectOf(keys, CONDITION)).map(([key, value]) => [
        closed(CONDITION, key),
        fill(CONDITION, value, values, budget),
      ]),
    ),
  ]);
  return Object.fromEntries(entries) as Json;
}

function fill(name: string, value: Json, values: Values, budget: Budget): Json {
  const filled: Json[] = flat(name, value).flatMap((each): readonly Json[] =>
    typeof each === "string" ? expand(each, values, budget) : [each],
  );
  const [only] = filled;
  return Array.isArray(value) || filled.length !== 1 || only === undefined ? filled : only;
}

/** Refuses a parameter where none may stand. */
function closed<T extends Json>(name: string, value: T): T {
  if (flat(name, value).some((each) => typeof each === "string" && each.includes("@{")))
    throw new TemplateProblem(`No parameter may stand in ${name} of the policy template.`);
  return value;
}

/** A value, or those of a list: nothing that a policy says lies deeper, and nothing that does is walked through. */
function flat(name: string, value: Json): readonly (null | boolean | number | string)[] {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return list.map((each) => {
    if (typeof each === "object" && each !== null)
      throw new TemplateProblem(`${name} of the policy template is neither a value nor a list of them.`);
    return each as null | boolean | number | string;
  });
}

/** A text for each combination of the values of its parameters. */
function expand(text: string, values: Values, budget: Budget): readonly string[] {
  const pieces = text.split(placeholder);
  let texts: readonly string[] = [""];
  let spent = 0;
  for (const [at, piece] of pieces.entries()) {
    const choices = at % 2 === 0 ? [piece] : values.list(piece);
    const longer: string[] = [];
    let size = 0;
    for (const start of texts) {
      for (const choice of choices) {
        size += start.length + choice.length;
        // They only grow: what they have become is spent, and one more list at the most is made beyond the bound.
        if (size > spent) {
          budget.spend(size - spent);
          spent = size;
        }
        longer.push(start + choice);
      }
    }
    texts = longer;
  }
  return texts;
}

function tooLong(longest: number): TemplateProblem {
  return new TemplateProblem(`The policy is longer than ${longest} characters.`);
}

function objectOf(value: Json, what: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TemplateProblem(`${what} of the policy template is no JSON object.`);
  return value as JsonObject;
}
