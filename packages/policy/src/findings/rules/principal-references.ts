import { principalForm } from "../../match/principal.ts";
import type { StatementRule } from "../rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export const principalReferences: StatementRule = ({ principal }, _, say) => {
  for (const entry of principal?.entries ?? []) {
    const form = principalForm(entry);
    if (form.form !== "id") continue;
    const { value, start } = entry.value;
    if (value.startsWith("AROA")) say("INVALID_ROLE_REFERENCE", start, { roleid: value });
    else say("INVALID_USER_REFERENCE", start, { userid: value });
  }
};
