import { areDigits } from "../../condition/decimal.ts";
import { lowerAscii } from "../../text/ascii.ts";
import { consistsOf, DIGITS, LOWER } from "../characters.ts";
import { KMS_KEY_KEYS } from "../keys-with-rules.table.ts";
import { type ConditionRule, hasVariable, hasWildcard } from "../rule.ts";

/** Values that compare, and hardly as they were meant. */
export const conditionValues: ConditionRule = ({ operator, key, lower, values }, _, __, say) => {
  const { comparison } = operator.row;
  const exact = comparison === "string" || comparison === "string-ignore-case";
  for (const { value, start } of values) {
    if (exact && hasWildcard(value)) say("WILDCARD_WITHOUT_LIKE_OPERATOR", start);
    if (comparison === "date" && lower !== "aws:epochtime" && areDigits(value, 0, value.length))
      say("INVALID_DATE_VALUE", start, { date: value });
    if (!exact || hasVariable(value) || hasWildcard(value)) continue;
    if (lower === "aws:sourcevpc" && !isNetworkId(value, "vpc-")) say("INVALID_VPC_FORMAT", start);
    if (lower === "aws:sourcevpce" && !isNetworkId(value, "vpce-")) say("INVALID_VPCE_FORMAT", start);
    if (KMS_KEY_KEYS.has(lower) && !isKeyArn(value)) say("INVALID_KMS_KEY_VALUE", start, { key: key.value });
  }
};

function isNetworkId(value: string, prefix: string): boolean {
  const id = value.slice(prefix.length);
  return (
    value.startsWith(prefix) &&
    (id.length === 8 || id.length === 17) &&
    consistsOf(lowerAscii(id), LOWER + DIGITS)
  );
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN */
function isKeyArn(value: string): boolean {
  const [arn, partition, service, region, account, resource = "", ...more] = value.split(":");
  const head = arn === "arn" && partition !== "" && service === "kms" && region !== "" && account !== "";
  return head && more.length === 0 && resource.startsWith("key/") && resource.length > "key/".length;
}
