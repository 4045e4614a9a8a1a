import type { StatementDraft } from "../language/tree.ts";
import type { PolicyType } from "../types.ts";
import type { Report } from "./finding.ts";

/**
 * What customers may not write in the policies of an organization, though it can be understood.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export function checkGuardrail(type: PolicyType, statement: StatementDraft, report: Report): void {
  if (type !== "rcp") return;
  const { effect, action, principal, start } = statement;
  if (effect === "Allow")
    report({ code: "guardrail-effect", offset: start, detail: "a resource control policy can only deny" });
  if (principal !== undefined && !principal.everyone)
    report({ code: "guardrail-principal", offset: principal.start, detail: 'the principal is not "*"' });
  for (const { value, start: offset } of action?.values ?? [])
    if (value === "*")
      report({
        code: "guardrail-action",
        offset,
        detail: "a resource control policy names the service of each action",
      });
}
