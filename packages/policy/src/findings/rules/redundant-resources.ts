import { hasWildcard, type StatementRule } from "../rule.ts";
import { redundant } from "./redundant.ts";

/** Wildcards in the first five parts of an ARN stay in their part, so only those in the last are compared. */
export const redundantResources: StatementRule = ({ resource }, _, say) => {
  const values = resource?.values ?? [];
  const found = redundant(
    values.map(({ value }) => value),
    (value) => value === "*" || !hasWildcard(value.split(":").slice(0, 5).join(":")),
  );
  const first = found[0] === undefined ? undefined : values[found[0]];
  if (first !== undefined) say("REDUNDANT_RESOURCE", first.start, { redundantResourceCount: found.length });
};
