import { globalKey, keyFacts, keyServices } from "../key-lookup.ts";
import { KEYS_OF_SOME_SERVICES, RETIRED_KEYS } from "../keys-with-rules.table.ts";
import type { ConditionRule } from "../rule.ts";

const tagKeys: readonly string[] = ["aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/"];

/** Condition keys that do not exist, or lack their tag. */
export const knownKeys: ConditionRule = ({ key, lower }, { action }, { catalog }, say) => {
  const colon = lower.indexOf(":");
  // Without a colon it is no key at all; with a dot before it, it is a claim of an identity provider.
  if (colon < 0 || lower.slice(0, colon).includes(".")) return;
  if (
    KEYS_OF_SOME_SERVICES.has(lower) &&
    (action?.negated || action?.values.some(({ value }) => value === "*"))
  )
    say("USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", key.start, { key: key.value });
  if (globalKey(lower) !== undefined) return;
  if (lower.startsWith("aws:")) {
    const tag = tagKeys.find((name) => `${lower}${lower.endsWith("/") ? "" : "/"}` === name.toLowerCase());
    if (tag !== undefined) say("MISSING_TAG_KEY_IN_CONDITION", key.start, { conditionKeyName: tag });
    else if (RETIRED_KEYS.has(lower)) say("UNSUPPORTED_GLOBAL_CONDITION_KEY", key.start);
    else say("INVALID_GLOBAL_CONDITION_KEY", key.start, { key: key.value });
    return;
  }
  if (catalog === undefined || keyFacts(catalog, lower) !== undefined) return;
  const prefix = lower.slice(0, colon);
  const services = keyServices(catalog, prefix);
  if (services.length === 0) {
    say("INVALID_SERVICE", key.start, { service: key.value.slice(0, colon) });
    return;
  }
  const template = `${lower}${lower.endsWith("/") ? "" : "/"}\${`;
  for (const { conditionKeys } of services)
    for (const [name, { name: written }] of conditionKeys)
      if (name.startsWith(template)) {
        const conditionKeyName = written.slice(0, written.indexOf("${"));
        say("MISSING_TAG_KEY_IN_CONDITION", key.start, { conditionKeyName });
        return;
      }
  say("INVALID_SERVICE_CONDITION_KEY", key.start, { key: key.value, service: prefix });
};
