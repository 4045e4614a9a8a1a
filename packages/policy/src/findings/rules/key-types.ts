import type { Comparison } from "../../condition/operators.table.ts";
import { keyFacts } from "../key-lookup.ts";
import type { ConditionRule } from "../rule.ts";

/** The type of key that an operator compares. Null looks at no value. */
const typeOf: Readonly<Record<Comparison, string | undefined>> = {
  string: "String",
  "string-ignore-case": "String",
  "string-like": "String",
  "arn-like": "ARN",
  numeric: "Numeric",
  date: "Date",
  bool: "Bool",
  binary: "Binary",
  ip: "IPAddress",
  null: undefined,
};

/** Keys that are documented with operators of two types. */
const eitherWay: ReadonlySet<string> = new Set(["aws:epochtime", "aws:ec2instancesourceprivateipv4"]);

const operatorTypes: Readonly<Record<string, string>> = { IPAddress: "IpAddress", ARN: "Arn" };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const keyTypes: ConditionRule = ({ name, operator, key, lower }, _, { catalog }, say) => {
  const compared = typeOf[operator.row.comparison];
  const facts = keyFacts(catalog, lower);
  if (compared === undefined || facts === undefined || facts.type === compared || eitherWay.has(lower))
    return;
  const parameters = {
    allowed: operatorTypes[facts.type] ?? facts.type,
    operator: name.value,
    key: key.value,
  };
  if (facts.type === "ARN" && compared === "String") {
    // An exact text is compared alike by both; wildcards are not.
    if (operator.row.comparison !== "string-like") return;
    say("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", key.start, parameters);
    return;
  }
  // The reference gives many keys that hold an ARN as strings.
  if (facts.type === "String" && compared === "ARN" && !lower.startsWith("aws:")) return;
  say("TYPE_MISMATCH", key.start, parameters);
};
