import { lowerAscii } from "../../text/ascii.ts";
import { ACTION_OF_KEY } from "../keys-with-rules.table.ts";
import { conditionsOf, isKey, type StatementRule } from "../rule.ts";
import { covers } from "../wildcards.ts";

const ROLES_ANYWHERE = "rolesanywhere.amazonaws.com";
const forRolesAnywhere: readonly string[] = ["sts:assumerole", "sts:setsourceidentity", "sts:tagsession"];

/** Actions of a trust policy that go together. */
export const trustActions: StatementRule = (statement, { type, draft }, say) => {
  const { effect, principal, action } = statement;
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
  const service = principal?.entries.find(
    ({ key, value }) => key === "Service" && value.value === ROLES_ANYWHERE,
  );
  if (service === undefined) return;
  // The actions may be allowed by several statements for the same principal.
  const all = draft.statements
    .filter(
      (each) =>
        each.effect === "Allow" &&
        each.principal?.entries.some(({ value }) => value.value === ROLES_ANYWHERE),
    )
    .flatMap((each) => (each.action?.negated ? [] : (each.action?.values ?? [])))
    .map(({ value }) => lowerAscii(value));
  if (!forRolesAnywhere.every((name) => all.some((pattern) => covers(pattern, name))))
    say("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", service.value.start);
};
