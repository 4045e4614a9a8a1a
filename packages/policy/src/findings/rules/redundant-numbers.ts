import type { ConditionRule } from "../rule.ts";

/** Of several limits only one decides. */
export const redundantNumbers: ConditionRule = ({ name, operator, key, values }, _, __, say) => {
  const { comparison, order } = operator.row;
  if (comparison !== "numeric" || order === "equal" || values.length < 2) return;
  const decides = order === "less" || order === "less-or-equal" ? "greatest" : "least";
  say("REDUNDANT_CONDITION_VALUE_NUM", key.start, {
    operator: name.value,
    "greatest/least": decides,
    key: key.value,
  });
};
