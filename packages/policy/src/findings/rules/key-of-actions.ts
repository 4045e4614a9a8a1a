import { lowerAscii } from "../../text/ascii.ts";
import { actionHasKey, globalKey, keyFacts } from "../key-lookup.ts";
import { type ConditionRule, hasWildcard } from "../rule.ts";

/** Actions whose requests never have the key of a service that a condition asks for. */
export const keyOfActions: ConditionRule = ({ operator, key, lower }, { action }, { catalog }, say) => {
  if (catalog === undefined || action === undefined || action.negated) return;
  // These conditions are about requests without the key.
  if (operator.ifExists || operator.row.comparison === "null" || globalKey(lower) !== undefined) return;
  // A claim of an identity provider has a dot before its colon. A key that does not exist is found as such.
  if (lower.slice(0, lower.indexOf(":")).includes(".") || keyFacts(catalog, lower) === undefined) return;
  const names = new Set(action.values.map(({ value }) => value));
  const without = [...names].filter((value) => {
    const [servicePrefix = "", name] = lowerAscii(value).split(":");
    if (name === undefined || hasWildcard(value)) return false;
    const service = catalog.service(servicePrefix);
    const found = service?.actions.get(name);
    return service !== undefined && found !== undefined && !actionHasKey(service, found, lower);
  });
  if (without.length > 0)
    say("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", key.start, {
      actions: without.join(", "),
      key: key.value,
    });
};
