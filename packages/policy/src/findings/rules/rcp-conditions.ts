import { IAM_PRINCIPAL_KEYS, PRINCIPAL_TAG, SOURCE_KEYS } from "../keys-with-rules.table.ts";
import { conditionsOf, isKey, type StatementRule } from "../rule.ts";

const isService = "aws:principalisawsservice";
const ofPrincipals: readonly string[] = [...IAM_PRINCIPAL_KEYS, PRINCIPAL_TAG];
const sources: readonly string[] = ["aws:sourceaccount", "aws:sourcearn"];

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html */
export const rcpConditions: StatementRule = (statement, { type }, say) => {
  if (type !== "rcp" || statement.effect !== "Deny") return;
  const conditions = conditionsOf(statement);
  const compared = conditions.filter(({ operator }) => operator.row.comparison !== "null");
  const tellsServices = compared.some(({ lower }) => lower === isService);
  const nullChecked = conditions.some(
    ({ operator, lower }) => operator.row.comparison === "null" && sources.includes(lower),
  );
  for (const { key, lower, operator } of compared) {
    const conditionKeyName = key.value;
    if (ofPrincipals.some((each) => isKey(lower, each)) && !tellsServices)
      say("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", key.start, { conditionKeyName });
    if (!SOURCE_KEYS.includes(lower)) continue;
    if (!tellsServices)
      say("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", key.start, { conditionKeyName });
    // Only a comparison that holds without the key reaches integrations that send no source.
    if ((operator.row.negated || operator.ifExists) && !nullChecked)
      say("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", key.start, { conditionKeyName });
  }
};
