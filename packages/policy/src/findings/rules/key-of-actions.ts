import { lowerAscii } from "../../text/ascii.ts";
import { actionHasKey, globalKey, keyServices } from "../key-lookup.ts";
import { type ConditionRule, hasWildcard } from "../rule.ts";

/** Actions whose requests never have the key of a service that a condition asks for. */
export const keyOfActions: ConditionRule = ({ operator, key, lower }, { action }, { catalog }, say) => {
  if (catalog === undefined || action === undefined || action.negated) return;
  // These conditions are about requests without the key.
  if (operator.ifExists || operator.row.comparison === "null" || globalKey(lower) !== undefined) return;
  const prefix = lower.slice(0, lower.indexOf(":"));
  if (prefix.includes(".") || keyServices(catalog, prefix).length === 0) return;
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
