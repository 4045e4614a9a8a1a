import { lowerAscii } from "../text/ascii.ts";
import { OPERATORS, type OperatorRow } from "./operators.table.ts";

/** `ForAllValues:` and `ForAnyValue:`; "one" where no set operator is written. */
export type Quantifier = "one" | "all" | "any";

export interface Operator {
  readonly row: OperatorRow;
  readonly quantifier: Quantifier;
  readonly ifExists: boolean;
}

const byName: ReadonlyMap<string, OperatorRow> = new Map(OPERATORS.map((row) => [lowerAscii(row.name), row]));

const quantifiers: readonly (readonly [string, Quantifier])[] = [
  ["forallvalues:", "all"],
  ["foranyvalue:", "any"],
];

/**
 * The operator that a policy names, with its set prefix and `IfExists` suffix; case is ignored.
 * Undefined for a name that is not an operator, and for `IfExists` on Null, which the language does not have.
 */
export function operatorNamed(text: string): Operator | undefined {
  let name = lowerAscii(text);
  let quantifier: Quantifier = "one";
  for (const [prefix, each] of quantifiers)
    if (name.startsWith(prefix)) {
      name = name.slice(prefix.length);
      quantifier = each;
      break;
    }
  const ifExists = name.endsWith("ifexists");
  const row = byName.get(ifExists ? name.slice(0, -"ifexists".length) : name);
  if (row === undefined || (ifExists && row.comparison === "null")) return undefined;
  return { row, quantifier, ifExists };
}
