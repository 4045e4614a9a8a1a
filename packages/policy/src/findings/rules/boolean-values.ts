import type { ConditionRule } from "../rule.ts";

export const booleanValues: ConditionRule = ({ operator, key, values }, _, __, say) => {
  const { comparison } = operator.row;
  if ((comparison === "bool" || comparison === "null") && values.length > 1)
    say("INVALID_CONDITION_MULTIPLE_BOOLEAN", key.start);
};
