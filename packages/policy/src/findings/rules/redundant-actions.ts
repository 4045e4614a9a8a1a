import { lowerAscii } from "../../text/ascii.ts";
import type { StatementRule } from "../rule.ts";
import { redundant } from "./redundant.ts";

export const redundantActions: StatementRule = ({ action }, _, say) => {
  const values = action?.values ?? [];
  const found = redundant(values.map(({ value }) => lowerAscii(value)));
  const first = found[0] === undefined ? undefined : values[found[0]];
  if (first !== undefined)
    say("REDUNDANT_ACTION", first.start, {
      redundantActionCount: found.length,
      redundantAction: first.value,
    });
};
