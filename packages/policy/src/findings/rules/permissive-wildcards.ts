import { SENSITIVE_KEYS } from "../keys-with-rules.table.ts";
import { type ConditionRule, hasVariable, hasWildcard } from "../rule.ts";

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive
 * Only where wildcards mean something: in a comparison of equals a variable is a value like any other.
 */
export const permissiveWildcards: ConditionRule = ({ operator, key, lower, values }, _, __, say) => {
  if (operator.row.comparison !== "string-like") return;
  for (const { value, start } of values) {
    if (SENSITIVE_KEYS.has(lower)) {
      if (hasWildcard(value)) say("WILDCARD_IN_SENSITIVE_KEY", start, { key: key.value });
      if (hasVariable(value)) say("VARIABLE_IN_SENSITIVE_KEY", start, { key: key.value });
    }
    if (lower !== "aws:userid") continue;
    const { id, session } = partsOf(value);
    if (hasWildcard(id) && !(id === "*" && session)) say("WILDCARD_IN_USER_ID", start);
    if (hasVariable(id) && !(id.lastIndexOf("${") === 0 && id.endsWith("}") && session))
      say("VARIABLE_IN_USER_ID", start);
  }
};

/** `AROA…:session`; the colons inside of `${…}` part nothing. */
function partsOf(value: string): { readonly id: string; readonly session: boolean } {
  let depth = 0;
  for (let at = 0; at < value.length; at++) {
    if (value.startsWith("${", at)) depth++;
    else if (value[at] === "}" && depth > 0) depth--;
    else if (value[at] === ":" && depth === 0) return { id: value.slice(0, at), session: true };
  }
  return { id: value, session: false };
}
