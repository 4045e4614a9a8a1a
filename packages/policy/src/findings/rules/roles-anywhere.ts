import { lowerAscii } from "../../text/ascii.ts";
import type { PolicyRule } from "../rule.ts";
import { covers } from "../wildcards.ts";

const SERVICE = "rolesanywhere.amazonaws.com";
const needed: readonly string[] = ["sts:assumerole", "sts:setsourceidentity", "sts:tagsession"];

/** The actions may be allowed by several statements. https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html */
export const rolesAnywhere: PolicyRule = ({ type, draft }, say) => {
  if (type !== "trust") return;
  const named = draft.statements.flatMap((statement) => {
    const entry = statement.principal?.entries.find(({ value }) => value.value === SERVICE);
    return statement.effect === "Allow" && entry !== undefined ? [{ statement, entry }] : [];
  });
  const [first] = named;
  if (first === undefined) return;
  const patterns = new Set(
    named.flatMap(({ statement: { action } }) =>
      action?.negated ? [] : (action?.values ?? []).map(({ value }) => lowerAscii(value)),
    ),
  );
  if (!needed.every((name) => [...patterns].some((pattern) => covers(pattern, name))))
    say("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", first.entry.value.start);
};
