import { lowerAscii } from "../../text/ascii.ts";
import type { Catalog } from "../catalog.ts";
import { actionHasKey } from "../key-lookup.ts";
import { type ConditionRule, hasWildcard, isKey } from "../rule.ts";
import { covers } from "../wildcards.ts";

const tagKeys: readonly string[] = ["aws:resourcetag/", "aws:requesttag/", "aws:tagkeys"];

/**
 * Actions whose requests have no tags to compare: an Allow never allows them, a Deny never denies them.
 * Conditions that hold without the key are about something else.
 */
export const tagKeysOfServices: ConditionRule = (condition, { effect, action }, { catalog }, say) => {
  const { operator, key, lower } = condition;
  if (effect === undefined || action === undefined || !tagKeys.some((tag) => isKey(lower, tag))) return;
  const { row, quantifier, ifExists } = operator;
  if (row.negated || row.comparison === "null" || ifExists || quantifier === "all") return;
  if (action.negated) {
    const issue =
      `${effect === "Deny" ? "DENY" : "ALLOW"}_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE` as const;
    say(issue, key.start, { conditionKeyName: key.value });
    return;
  }
  if (catalog === undefined) return;
  const services = new Set<string>();
  for (const { value } of action.values) {
    const [prefix = "", name] = lowerAscii(value).split(":");
    if (name !== undefined && !hasTags(catalog, prefix, name, lower)) services.add(prefix);
  }
  if (services.size === 0) return;
  const issue =
    `${effect === "Deny" ? "DENY" : "ALLOW"}_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE` as const;
  say(issue, key.start, { conditionKeyName: key.value, serviceNames: [...services].join(", ") });
};

/** True for what is not known; of a pattern one action is enough. */
function hasTags(catalog: Catalog, prefix: string, pattern: string, lower: string): boolean {
  const service = catalog.service(prefix);
  if (service === undefined) return true;
  if (!hasWildcard(pattern)) {
    const action = service.actions.get(pattern);
    return action === undefined || actionHasKey(service, action, lower);
  }
  let known = false;
  for (const [name, action] of service.actions) {
    if (!covers(pattern, name)) continue;
    if (actionHasKey(service, action, lower)) return true;
    known = true;
  }
  return !known;
}
