import { areDigits } from "../../condition/decimal.ts";
import { lowerAscii } from "../../text/ascii.ts";
import { replaceLiteral } from "../literal.ts";
import { hasWildcard, type StatementRule } from "../rule.ts";
import { withoutVariables } from "../wildcards.ts";

const FIELDS = 6;

/** The owner of AWS's managed policies and of public resources. */
const AWS_ACCOUNTS: readonly string[] = ["aws", "amazon", "aws-marketplace", "cloudfront", "third-party"];

/**
 * What is wrong in an ARN whatever its service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export const arnFields: StatementRule = ({ resource }, { text, regions }, say) => {
  for (const { value, start } of resource?.values ?? []) {
    const parts = withoutVariables(value).split(":");
    const [arn, , service = "", region = "", account = ""] = parts;
    if (arn !== "arn" || parts.length < 3) continue;
    if (parts.length < FIELDS && !value.endsWith("*")) say("MISSING_ARN_FIELD", start, { fields: FIELDS });
    const lower = lowerAscii(service);
    if (service !== lower) {
      const right = ["arn", parts[1], lower, ...value.split(":").slice(3)].join(":");
      say("INVALID_ARN_SERVICE_CASE", start, { service }, replaceLiteral(text, start, right));
    }
    if (isPlain(region) && !regions.has(region)) say("INVALID_ARN_REGION", start, { region });
    if (isPlain(account) && !isAccount(account) && !AWS_ACCOUNTS.includes(account))
      say("INVALID_ARN_ACCOUNT", start, { account });
  }
};

function isPlain(part: string): boolean {
  // A variable is a wildcard here.
  return part !== "" && !hasWildcard(part);
}

function isAccount(text: string): boolean {
  return text.length === 12 && areDigits(text, 0, 12);
}
