import {
  IAM_PRINCIPAL_KEYS,
  PRINCIPAL_TAG,
  SOURCE_KEYS,
  UNTRUSTWORTHY_KEYS,
} from "../keys-with-rules.table.ts";
import { conditionsOf, isKey, type StatementRule } from "../rule.ts";

const ofPrincipals: readonly string[] = [...IAM_PRINCIPAL_KEYS, PRINCIPAL_TAG];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export const keysOfServicePrincipals: StatementRule = (statement, { type }, say) => {
  const { effect, principal } = statement;
  // A trust policy for a service names no source: most services that assume roles send none.
  if ((type !== "resource" && type !== "key") || effect !== "Allow" || !principal || principal.negated)
    return;
  const services = principal.entries.filter(({ key }) => key === "Service");
  const [first] = services;
  if (first === undefined) return;
  const conditions = conditionsOf(statement);
  if (services.length === principal.entries.length) {
    const never = conditions.filter(
      ({ operator, lower }) =>
        !operator.row.negated &&
        !operator.ifExists &&
        operator.row.comparison !== "null" &&
        ofPrincipals.some((key) => isKey(lower, key)),
    );
    if (never.length > 0)
      say("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", never[0]!.key.start, {
        conditionKeys: never.map(({ key }) => key.value).join(", "),
      });
  }
  if (conditions.some(({ lower }) => SOURCE_KEYS.includes(lower))) return;
  const poor = conditions.find(({ lower }) => UNTRUSTWORTHY_KEYS.has(lower) || lower === "kms:calleraccount");
  if (poor === undefined) say("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", first.value.start);
  else
    say("RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", poor.key.start, {
      servicePrincipalPrefix: first.value.value.split(".")[0] ?? "",
      key: poor.key.value,
    });
};
