import { AUDIENCE_KEYS } from "../keys-with-rules.table.ts";
import type { ConditionRule } from "../rule.ts";

/** The audience of a token is one, at the providers that AWS knows; at others it may be several. */
export const audienceClaims: ConditionRule = ({ operator, key, lower }, _, __, say) => {
  if (operator.quantifier === "one" || operator.row.comparison === "null") return;
  if (AUDIENCE_KEYS.has(lower)) {
    if (operator.quantifier === "any")
      say("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", key.start, { key: key.value });
  } else if (lower.endsWith(":aud") && lower.includes("."))
    say("CONFIRM_AUDIENCE_CLAIM_TYPE", key.start, { key: key.value, audienceType: "aud" });
};
