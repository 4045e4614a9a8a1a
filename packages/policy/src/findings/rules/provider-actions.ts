import { lowerAscii } from "../../text/ascii.ts";
import { hasWildcard, type StatementRule } from "../rule.ts";
import { providerOf } from "./providers.ts";

/** Which principals each action of a trust policy is for. */
const kinds: ReadonlyMap<string, "saml" | "oidc" | "other"> = new Map([
  ["sts:assumerole", "other"],
  ["sts:assumerolewithsaml", "saml"],
  ["sts:assumerolewithwebidentity", "oidc"],
]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp.html */
export const providerActions: StatementRule = ({ principal, action }, { type }, say) => {
  if (type !== "trust" || principal === undefined || action === undefined) return;
  const { entries } = principal;
  for (const entry of entries)
    if (entry.key === "Federated" && providerOf(entry) === undefined && !hasWildcard(entry.value.value))
      say("INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", entry.value.start);
  if (action.negated || entries.length === 0) return;
  for (const { value, start } of action.values) {
    const wanted = kinds.get(lowerAscii(value));
    if (wanted === undefined) continue;
    const others = entries.filter((entry) => {
      if (entry.key === "Federated" && providerOf(entry) === undefined) return false;
      return (providerOf(entry)?.kind ?? "other") !== wanted;
    });
    // A statement may list principals of several kinds together with the action of each.
    if (others.length === entries.length)
      say("MISMATCHED_ACTION_FOR_PRINCIPAL", start, {
        actionName: value,
        principalNames: others.map((entry) => entry.value.value).join(", "),
      });
  }
};
