/** How two values are compared. */
export type Comparison =
  | "string"
  | "string-ignore-case"
  | "string-like"
  | "arn-like"
  | "numeric"
  | "date"
  | "bool"
  | "binary"
  | "ip"
  | "null";

/** Which orders of (request value, policy value) satisfy a numeric or date operator. */
export type Order = "equal" | "less" | "less-or-equal" | "greater" | "greater-or-equal";

export interface OperatorRow {
  readonly name: string;
  readonly comparison: Comparison;
  /** True where none of the policy's values may match (NOR over the list). */
  readonly negated: boolean;
  readonly order: Order;
  /** Policy variables are replaced in the policy's values. */
  readonly variables: boolean;
}

function row(
  name: string,
  comparison: Comparison,
  { negated = false, order = "equal" as Order, variables = false } = {},
): OperatorRow {
  return { name, comparison, negated, order, variables };
}

const withVariables = { variables: true };
const negatedWithVariables = { negated: true, variables: true };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const OPERATORS: readonly OperatorRow[] = [
  row("StringEquals", "string", withVariables),
  row("StringNotEquals", "string", negatedWithVariables),
  row("StringEqualsIgnoreCase", "string-ignore-case", withVariables),
  row("StringNotEqualsIgnoreCase", "string-ignore-case", negatedWithVariables),
  row("StringLike", "string-like", withVariables),
  row("StringNotLike", "string-like", negatedWithVariables),
  // The guide: ArnEquals and ArnLike behave identically, and so do their negations.
  row("ArnEquals", "arn-like", withVariables),
  row("ArnLike", "arn-like", withVariables),
  row("ArnNotEquals", "arn-like", negatedWithVariables),
  row("ArnNotLike", "arn-like", negatedWithVariables),
  row("NumericEquals", "numeric"),
  row("NumericNotEquals", "numeric", { negated: true }),
  row("NumericLessThan", "numeric", { order: "less" }),
  row("NumericLessThanEquals", "numeric", { order: "less-or-equal" }),
  row("NumericGreaterThan", "numeric", { order: "greater" }),
  row("NumericGreaterThanEquals", "numeric", { order: "greater-or-equal" }),
  row("DateEquals", "date"),
  row("DateNotEquals", "date", { negated: true }),
  row("DateLessThan", "date", { order: "less" }),
  row("DateLessThanEquals", "date", { order: "less-or-equal" }),
  row("DateGreaterThan", "date", { order: "greater" }),
  row("DateGreaterThanEquals", "date", { order: "greater-or-equal" }),
  row("Bool", "bool"),
  row("BinaryEquals", "binary"),
  row("IpAddress", "ip"),
  row("NotIpAddress", "ip", { negated: true }),
  row("Null", "null"),
];
