import type { Text } from "../../language/tree.ts";
import { hasVariable, type StatementRule } from "../rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export const variablePlaces: StatementRule = (statement, { variables }, say) => {
  const { sid, principal, action, resource, conditions } = statement;
  const elsewhere: readonly (Text | undefined)[] = [
    sid,
    ...(principal?.entries.map(({ value }) => value) ?? []),
    ...(action?.values ?? []),
    ...conditions.map(({ key }) => key),
  ];
  for (const text of elsewhere)
    if (text !== undefined && hasVariable(text.value))
      say("VARIABLE_UNSUPPORTED_IN_ELEMENT", text.start, { variable: variableIn(text.value) });
  if (variables) return;
  for (const { value, start } of [...(resource?.values ?? []), ...conditions.flatMap(({ values }) => values)])
    if (hasVariable(value)) say("VARIABLE_UNSUPPORTED_IN_VERSION", start);
};

function variableIn(text: string): string {
  const start = text.indexOf("${");
  const end = text.indexOf("}", start);
  return end < 0 ? text.slice(start) : text.slice(start, end + 1);
}
