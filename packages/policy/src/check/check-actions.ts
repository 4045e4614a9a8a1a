import type { StatementDraft } from "../language/tree.ts";
import { actionProblem } from "../match/action.ts";
import { lowerAscii } from "../text/ascii.ts";
import type { PolicyType } from "../types.ts";
import type { Report } from "./finding.ts";
import type { FindingCode } from "./findings.table.ts";

const codes = {
  "no-colon": "action-without-service",
  colons: "action-with-colons",
  service: "action-service",
} as const satisfies Record<NonNullable<ReturnType<typeof actionProblem>>, FindingCode>;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function checkActions(type: PolicyType, { action }: StatementDraft, report: Report): void {
  if (action === undefined) return;
  if (action.empty) report({ code: "empty-action", offset: action.start, detail: "no action is listed" });
  for (const { value, start } of action.values) {
    const problem = actionProblem(value);
    if (problem !== undefined)
      report({
        code: codes[problem],
        offset: start,
        detail: `\`${value}\` is not \`service:Action\``,
        value: value.slice(0, Math.max(0, value.indexOf(":"))),
      });
    else if (type === "trust" && !lowerAscii(value).startsWith("sts:"))
      report({
        code: "action-of-another-service",
        offset: start,
        detail: `\`${value}\` is not an action of STS`,
      });
  }
}
