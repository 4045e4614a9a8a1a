import { actionProblem } from "../../match/action.ts";
import { lowerAscii } from "../../text/ascii.ts";
import type { StatementRule } from "../rule.ts";

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services */
export const rcpServices: StatementRule = ({ action }, { type, catalog }, say) => {
  const guarded = catalog?.guardedServices;
  if (type !== "rcp" || guarded === undefined || guarded.size === 0) return;
  for (const { value, start } of action?.values ?? []) {
    if (value === "*" || actionProblem(value) !== undefined) continue;
    if (!guarded.has(lowerAscii(value.slice(0, value.indexOf(":"))))) say("RCP_SYNTAX_ERROR_ACTION", start);
  }
};
