import type { DelegationParameter } from "@portcullis/directory";
import { TemplateProblem, type Values } from "./render-template.ts";

/** A wildcard, or a policy variable: also half of one, which what stands beside the value would make whole. */
const widening = /[*?]|\$\{|\$$|^\{/;

/** Characters of all names and values of parameters: they are kept beside the policy, which need not hold all of them. */
const LONGEST_PARAMETERS = 8192;

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
  let characters = 0;
  for (const parameter of parameters) {
    const { name, type, values } = parameter;
    characters += values.reduce((sum, { length }) => sum + length, name.length);
    if (characters > LONGEST_PARAMETERS)
      throw new TemplateProblem(`The parameters are longer than ${LONGEST_PARAMETERS} characters.`);
    if (named.has(name)) throw new TemplateProblem(`The parameter ${name} is given twice.`);
    if (values.length === 0 || (type === "string" && values.length > 1))
      throw new TemplateProblem(`The parameter ${name} has not one value.`);
    if (values.some((value) => widening.test(value)))
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
      leftOut: (name) => used.add(name),
    },
    allUsed() {
      for (const name of named.keys())
        if (!used.has(name)) throw new TemplateProblem(`The policy template has no parameter ${name}.`);
    },
  };
}
