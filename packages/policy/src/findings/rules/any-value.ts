import type { IssueName } from "../issues.ts";
import type { ConditionRule } from "../rule.ts";

/** Comparisons with everything ask only whether the key is there, or nothing at all. */
export const anyValue: ConditionRule = ({ name, operator, key, values }, _, __, say) => {
  const { row, quantifier, ifExists } = operator;
  if (row.comparison !== "string-like" || !values.some(({ value }) => value === "*")) return;
  const issue = meaning(row.negated, quantifier, ifExists);
  say(issue, key.start, { key: key.value, operator: name.value, recommendedKey: key.value });
};

function meaning(negated: boolean, quantifier: "one" | "all" | "any", ifExists: boolean): IssueName {
  if (!negated)
    return ifExists || quantifier === "all"
      ? "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION"
      : "EQUIVALENT_TO_NULL_FALSE";
  // Some value of the request would have to differ from all texts.
  if (quantifier === "any" && !ifExists) return "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION";
  return "EQUIVALENT_TO_NULL_TRUE";
}
