import { lowerAscii } from "../../text/ascii.ts";
import { ACTION_OF_KEY } from "../keys-with-rules.table.ts";
import { conditionsOf, isKey, type StatementRule } from "../rule.ts";
import { covers } from "../wildcards.ts";

/** The actions of a trust policy that set the keys of its conditions. */
export const trustActions: StatementRule = (statement, { type }, say) => {
  const { effect, action } = statement;
  if (type !== "trust" || effect !== "Allow" || action === undefined || action.negated) return;
  const patterns = action.values.map(({ value }) => lowerAscii(value));
  const allows = (name: string) => patterns.some((pattern) => covers(pattern, name));
  for (const { lower, key, operator } of conditionsOf(statement)) {
    // A condition that holds without the key asks for no value.
    if (operator.ifExists || operator.row.negated || operator.row.comparison === "null") continue;
    for (const [name, needed] of ACTION_OF_KEY)
      if (isKey(lower, name) && !allows(lowerAscii(needed)))
        say("MISSING_ACTION_FOR_CONDITION_KEY", key.start, { actionName: needed, keyName: key.value });
  }
};
