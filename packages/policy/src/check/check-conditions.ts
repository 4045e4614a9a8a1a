import { operatorNamed } from "../condition/operator-name.ts";
import { isComparable } from "../condition/value-test.ts";
import type { StatementDraft } from "../language/tree.ts";
import { tokenize } from "../match/tokens.ts";
import type { Report } from "./finding.ts";

/** Values that their operator could never compare, variables that are not well formed, and keys without a service. */
export function checkConditions({ conditions }: StatementDraft, variables: boolean, report: Report): void {
  for (const { operator, key, values } of conditions) {
    const row = operatorNamed(operator.value)?.row;
    if (row === undefined || key === undefined) continue;
    if (!key.value.includes(":"))
      report({
        code: "key-without-service",
        offset: key.start,
        detail: `the condition key \`${key.value}\` is not \`service:key\``,
      });
    for (const { value, start } of values) {
      if (!isComparable(row.comparison, value))
        report({
          code: "invalid-condition-value",
          offset: start,
          detail: `\`${value}\` is not a value for \`${operator.value}\``,
          value,
          part: operator.value,
        });
      else if (variables && row.variables && tokenize(value, { wildcards: false, variables }) === undefined)
        report({
          code: "invalid-variable",
          offset: start,
          detail: `a policy variable in \`${value}\` is not well formed`,
          value,
        });
    }
  }
}
