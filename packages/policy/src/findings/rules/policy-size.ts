import { sizeWithoutWhitespace } from "../../text/position.ts";
import { SIZE_QUOTAS } from "../quotas.table.ts";
import type { PolicyRule } from "../rule.ts";

export const policySize: PolicyRule = ({ type, text, draft }, say) => {
  const { characters, whitespace, issue } = SIZE_QUOTAS[type];
  const size = whitespace ? text.length : sizeWithoutWhitespace(text);
  if (size > characters) say(issue, draft.root.start, { policySize: size, policySizeQuota: characters });
};
