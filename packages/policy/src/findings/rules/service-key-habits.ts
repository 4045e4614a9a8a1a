import { type ConditionRule, conditionsOf } from "../rule.ts";

/** Keys of one service that do less than they seem to. */
export const serviceKeyHabits: ConditionRule = ({ operator, key, lower }, statement, _, say) => {
  const { comparison, negated } = operator.row;
  if (comparison === "null") return;
  if (
    lower === "dynamodb:attributes" &&
    statement.effect === "Allow" &&
    !selectsAttributes(conditionsOf(statement))
  )
    say("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", key.start);
  // Only what lists the permitted prefixes holds: a Deny of all others, or an Allow of these.
  if (lower === "s3:prefix" && (statement.effect === "Deny") !== negated)
    say("S3_PREFIX_IN_NEGATIVE_CONTEXT", key.start);
};

function selectsAttributes(conditions: ReturnType<typeof conditionsOf>): boolean {
  return conditions.some(
    ({ lower, values }) =>
      lower === "dynamodb:select" && values.every(({ value }) => value === "SPECIFIC_ATTRIBUTES"),
  );
}
