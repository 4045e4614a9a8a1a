import type { PolicyType } from "../../types.ts";
import type { PolicyRule } from "../rule.ts";

/** What IAM and STS keep; the policies of other services have rules of their own. */
const kept: ReadonlySet<PolicyType> = new Set(["identity", "boundary", "session", "trust"]);

const PATTERN = String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`;

/**
 * A character that IAM's parameters do not take. Written as an escape of JSON it may stand.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 */
export const documentCharacters: PolicyRule = ({ type, text }, say) => {
  if (!kept.has(type)) return;
  for (let at = 0; at < text.length; at++)
    if (text.charCodeAt(at) > 0xff) {
      const message = `Member must satisfy regular expression pattern: ${PATTERN}`;
      say("POLICY_DOCUMENT_REFUSED", at, { message });
      return;
    }
};
