import type { StatementRule } from "../rule.ts";

export const sidValues: StatementRule = ({ sid }, _, say) => {
  if (sid?.value === "") say("EMPTY_SID_VALUE", sid.start);
};
