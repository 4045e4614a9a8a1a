import type { StatementTree } from "../language/tree.ts";
import type { PolicyType } from "../types.ts";
import type { Report } from "./finding.ts";

/**
 * What customers may not write in the policies of an organization, though it can be understood.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export function checkGuardrail(type: PolicyType, statement: StatementTree, report: Report): void {
  if (type !== "rcp") return;
  const say = (offset: number, detail: string) => report({ code: "guardrail-element", offset, detail });
  const { effect, action, principal, start } = statement;
  if (effect === "Allow") say(start, "a resource control policy can only deny");
  if (principal !== undefined && !principal.everyone) say(principal.start, 'the principal is not "*"');
  for (const { value, start: offset } of action.values)
    if (value === "*") say(offset, "a resource control policy names the service of each action");
}
