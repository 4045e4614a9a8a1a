import { PAIRED_KEYS, UNTRUSTWORTHY_KEYS } from "../keys-with-rules.table.ts";
import { type ConditionRule, hasKey } from "../rule.ts";

/** Keys that should not be used, not alone, or not in this type of policy. */
export const untrustworthyKeys: ConditionRule = ({ key, lower }, statement, { type }, say) => {
  if (UNTRUSTWORTHY_KEYS.has(lower)) say("UNTRUSTWORTHY_CONDITION_KEY", key.start, { key: key.value });
  const pair = PAIRED_KEYS.get(lower);
  if (
    pair !== undefined &&
    !hasKey(
      statement,
      pair.map((each) => each.toLowerCase()),
    )
  )
    say("MISSING_PAIRED_CONDITION_KEYS", key.start, {
      conditionKeyName: key.value,
      recommendedKeys: pair.join(", "),
    });
  // Whoever owns the bucket is known where the bucket's own policy stands.
  if (type === "resource" && lower === "s3:resourceaccount")
    say("IRRELEVANT_CONDITION_KEY_IN_POLICY", key.start, {
      "condition-key": key.value,
      "resource-type": "AWS::S3::Bucket",
    });
};
