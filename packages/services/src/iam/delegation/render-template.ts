import type { DelegationParameter } from "@portcullis/directory";

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
const open: ReadonlySet<string> = new Set(["Resource", "NotResource", "Condition"]);
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
  if (!isObject(tree)) throw new TemplateProblem("The policy template is not a JSON object.");
  return tree;
}

/** None, where the statement is switched off. */
function statementOf(statement: Json, values: Values, budget: Budget): readonly Json[] {
  if (!isObject(statement))
    throw new TemplateProblem("A statement of the policy template is no JSON object.");
  const { [ENABLED]: condition, ...rest } = statement;
  const filled = Object.entries(rest).map(([name, value]) => [
    name,
    open.has(name) ? fill(value, values, budget) : closed(name, value),
  ]);
  return condition === undefined || isEnabled(condition, values) ? [Object.fromEntries(filled) as Json] : [];
}

function isEnabled(condition: Json, values: Values): boolean {
  if (typeof condition !== "string") throw new TemplateProblem(`${ENABLED} names no parameter.`);
  return values.enabled(condition);
}

function fill(value: Json, values: Values, budget: Budget): Json {
  if (typeof value === "string") {
    const texts = expand(value, values, budget);
    return texts.length === 1 ? (texts[0] as string) : texts;
  }
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((each) => fill(each, values, budget));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [closed(name, name), fill(each, values, budget)]),
  );
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

/** Refuses a parameter where none may stand. */
function closed<T extends Json>(name: string, value: T): T {
  if (JSON.stringify(value).includes("@{"))
    throw new TemplateProblem(`No parameter may stand in ${name} of the policy template.`);
  return value;
}

function tooLong(longest: number): TemplateProblem {
  return new TemplateProblem(`The policy is longer than ${longest} characters.`);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The values that a request gives. One that nothing asks for is refused, as is one that is missing; and none brings a
 * wildcard or a variable, so that no value widens what was registered.
 */
export function valuesOf(parameters: readonly DelegationParameter[]): {
  readonly values: Values;
  /** Throws where a parameter was given that nothing asked for. */
  allUsed(): void;
} {
  const named = new Map<string, DelegationParameter>();
  for (const parameter of parameters) {
    const { name, type, values } = parameter;
    if (named.has(name)) throw new TemplateProblem(`The parameter ${name} is given twice.`);
    if (values.length === 0 || (type === "string" && values.length > 1))
      throw new TemplateProblem(`The parameter ${name} has not one value.`);
    if (values.some((value) => /[*?]|\$\{/.test(value)))
      throw new TemplateProblem(`The parameter ${name} holds a wildcard or a policy variable.`);
    named.set(name, parameter);
  }
  const used = new Set<string>();
  const find = (name: string): DelegationParameter => {
    const parameter = named.get(name);
    if (parameter === undefined) throw new TemplateProblem(`The parameter ${name} is missing.`);
    used.add(name);
    return parameter;
  };
  return {
    values: {
      list: (name) => find(name).values,
      enabled(condition) {
        const negated = condition.startsWith("!");
        const [value] = find(negated ? condition.slice(1) : condition).values;
        return (value === "True") !== negated;
      },
    },
    allUsed() {
      for (const name of named.keys())
        if (!used.has(name)) throw new TemplateProblem(`The policy template has no parameter ${name}.`);
    },
  };
}
