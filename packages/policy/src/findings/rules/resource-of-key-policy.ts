import { lowerAscii } from "../../text/ascii.ts";
import type { StatementRule } from "../rule.ts";

const resourceType = "AWS::KMS::Key";

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
export const resourceOfKeyPolicy: StatementRule = ({ action, resource }, { type }, say) => {
  if (type !== "key") return;
  for (const { value, start } of action?.values ?? [])
    if (value !== "*" && value.includes(":") && !lowerAscii(value).startsWith("kms:"))
      say("UNSUPPORTED_ACTION_IN_POLICY", start, { action: value, resourceType });
  for (const { value, start } of resource?.values ?? [])
    if (value.startsWith("arn:") && value.split(":")[2] !== "kms")
      say("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", start, { resourceType });
};
