import { type ConditionRule, hasVariable, hasWildcard } from "../rule.ts";

export const regionValues: ConditionRule = ({ operator, lower, values }, _, { regions }, say) => {
  if (lower !== "aws:requestedregion" || operator.row.comparison === "null") return;
  for (const { value, start } of values)
    if (!hasVariable(value) && !hasWildcard(value) && !regions.has(value))
      say("INVALID_REGION", start, { region: value });
};
