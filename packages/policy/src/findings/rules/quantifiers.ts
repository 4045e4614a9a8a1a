import { keyFacts } from "../key-lookup.ts";
import { replaceLiteral } from "../literal.ts";
import type { ConditionRule } from "../rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
export const quantifiers: ConditionRule = (
  { name, operator, key, lower },
  { effect },
  { catalog, text },
  say,
) => {
  const isNull = operator.row.comparison === "null";
  if (isNull && operator.quantifier !== "one") say("NULL_WITH_QUALIFIER", name.start);
  const facts = keyFacts(catalog, lower);
  if (facts === undefined || isNull) return;
  if (facts.several && operator.quantifier === "one") say("MISSING_QUALIFIER", key.start, { key: key.value });
  // A Deny that holds without the key denies more, not less.
  if (!facts.several && operator.quantifier === "all" && effect === "Allow")
    say(
      "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
      key.start,
      { key: key.value },
      replaceLiteral(text, name.start, name.value.slice(name.value.indexOf(":") + 1)),
    );
};
