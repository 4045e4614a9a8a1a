import { lowerAscii } from "../../text/ascii.ts";
import { GITHUB } from "../keys-with-rules.table.ts";
import { conditionsOf, hasWildcard, type StatementRule } from "../rule.ts";
import { providerOf } from "./providers.ts";

/** Without a condition on its claims everyone whom the provider knows may assume the role. */
export const providerConditions: StatementRule = (statement, { type }, say) => {
  const { effect, principal } = statement;
  if (type !== "trust" || effect !== "Allow" || principal === undefined || principal.negated) return;
  const conditions = conditionsOf(statement);
  for (const entry of principal.entries) {
    const provider = providerOf(entry);
    if (provider?.kind !== "oidc") continue;
    const host = lowerAscii(provider.host);
    const { start } = entry.value;
    if (!conditions.some(({ lower }) => lower.startsWith(`${host}:`)))
      say("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", start);
    if (host !== GITHUB) continue;
    const subjects = conditions.filter(({ lower }) => lower === `${GITHUB}:sub`);
    if (subjects.length === 0) say("MISSING_GITHUB_REPO_CONDITION_KEY", start);
    const branch = conditions.some(({ lower }) => lower === `${GITHUB}:ref`);
    for (const { value, start: at } of subjects.flatMap(({ values }) => values)) {
      const [kind = "", repository = ""] = value.split(":");
      if (hasWildcard(kind + repository) || repository === "" || (hasWildcard(value) && !branch))
        say("SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", at);
    }
  }
};
