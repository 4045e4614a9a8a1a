import type { IssueRow } from "./issue.ts";

/**
 * Errors in conditions.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export const ERRORS_OF_CONDITIONS = {
  INVALID_CONDITION_OPERATOR: {
    title: "Invalid condition operator",
    text: "The condition operator {{operator}} is not valid. Use a valid condition operator.",
  },
  NULL_WITH_IF_EXISTS: {
    title: "Null with if exists",
    text: "The Null condition operator cannot be used with the IfExists suffix. Update the operator or the suffix.",
  },
  INVALID_CONDITION_KEY_FORMAT: {
    title: "Invalid condition key format",
    text: "The condition key format is not valid. Use the format service:keyname.",
  },
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: {
    title: "Duplicate keys with different case",
    text: "The condition key {{key}} appears more than once with different capitalization in the same condition block. Remove the duplicate condition keys.",
  },
  INVALID_GLOBAL_CONDITION_KEY: {
    title: "Invalid global condition key",
    text: "The condition key {{key}} does not exist. Use a valid condition key.",
  },
  UNSUPPORTED_GLOBAL_CONDITION_KEY: {
    title: "Unsupported global condition key",
    text: "The condition key aws:ARN is not supported. Use aws:PrincipalArn or aws:SourceArn instead.",
  },
  INVALID_SERVICE_CONDITION_KEY: {
    title: "Invalid service condition key",
    text: "The condition key {{key}} does not exist in the service {{service}}. Use a valid condition key.",
  },
  MISSING_TAG_KEY_IN_CONDITION: {
    title: "Missing tag key in condition",
    text: "The condition key {{conditionKeyName}} must include a tag key to control access based on tags. Use the format {{conditionKeyName}}tag-key and specify a key name for tag-key.",
  },
  UNSUPPORTED_ACTION_FOR_CONDITION_KEY: {
    title: "Unsupported action for condition key",
    text: "The following actions: {{actions}} are not supported by the condition key {{key}}. The condition will not be evaluated for these actions. We recommend that you move these actions to a different statement without this condition key.",
  },
  MISSING_ACTION_FOR_CONDITION_KEY: {
    title: "Missing action for condition key",
    text: "The {{actionName}} action must be in the action block to allow setting values for the condition key {{keyName}}. Add {{actionName}} to the action block.",
  },
  UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: {
    title: "Unsupported condition key for service principal",
    text: "The following condition keys are not supported when used with the service principal: {{conditionKeys}}.",
  },
  MISSING_QUALIFIER: {
    title: "Missing qualifier",
    text: "The request context key {{key}} has multiple values. Use the ForAllValues or ForAnyValue condition key qualifiers in your policy.",
  },
  INVALID_CONDITION_DATA_TYPE: {
    title: "Invalid condition data type",
    text: "The condition value data types do not match. Use condition values of the same JSON data type.",
  },
  INVALID_CONDITION_MULTIPLE_BOOLEAN: {
    title: "Invalid condition multiple Boolean",
    text: "The condition key does not support multiple Boolean values. Use a single Boolean value.",
  },
  INVALID_VARIABLE_FOR_OPERATOR: {
    title: "Invalid variable for operator",
    text: "Policy variables can only be used with String and ARN operators.",
  },
  INVALID_REGION: {
    title: "Invalid Region",
    text: "The Region {{region}} is not valid. Update the condition value to a supported Region.",
  },
  INVALID_VPC_FORMAT: {
    title: "Invalid vpc format",
    text: "The VPC identifier in the condition key value is not valid. Use the prefix 'vpc-' followed by 8 or 17 alphanumeric characters.",
  },
  INVALID_VPCE_FORMAT: {
    title: "Invalid vpce format",
    // Two blanks, as AWS has them.
    text: "The VPCE identifier in the condition key value is not valid.  Use the prefix 'vpce-' followed by 8 or 17 alphanumeric characters.",
  },
  INVALID_KMS_KEY_VALUE: {
    title: "Invalid kms key value",
    text: "The {{key}} condition key value must be a valid KMS key ARN.",
  },
  PRIVATE_IP_ADDRESS: {
    title: "Private IP address",
    text: "aws:SourceIp works only for public IP address ranges. The values for condition key aws:SourceIp include only private IP addresses and will not have the desired effect. Update the value to include only public IP addresses.",
  },
  PRIVATE_NOT_IP_ADDRESS: {
    title: "Private NotIpAddress",
    text: "The values for condition key aws:SourceIp include only private IP addresses and has no effect. aws:SourceIp works only for public IP address ranges. Update the value to include only public IP addresses.",
  },
  TYPE_MISMATCH_IP_RANGE: {
    title: "Type mismatch IP range",
    text: "The condition operator {{operator}} is used with an invalid IP range value. Specify the IP range in standard CIDR format.",
  },
  VARIABLE_IN_SENSITIVE_KEY: {
    code: "VARIABLE_USAGE_TOO_PERMISSIVE",
    title: "Variable usage too permissive",
    text: "The policy variable is not allowed in the condition key {{key}}. We consider the key to be sensitive and policy variables can be evaluated as effective wildcards. Therefore policy variables are not allowed to be used with sensitive keys. Refer to https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html for the list of sensitive keys.",
  },
  VARIABLE_IN_USER_ID: {
    code: "VARIABLE_USAGE_TOO_PERMISSIVE",
    title: "Variable usage too permissive",
    text: "Overly permissive use of policy variable with aws:userID. Use the policy variable on the right side of colon or as the only character on the left side of a colon.",
  },
  WILDCARD_IN_SENSITIVE_KEY: {
    code: "WILDCARD_USAGE_TOO_PERMISSIVE",
    title: "Wildcard usage too permissive",
    text: "The wildcard is not allowed in the condition key {{key}}. We consider the key to be sensitive and wildcards are not allowed to be used with sensitive keys. Refer to https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html for the list of sensitive keys.",
  },
  WILDCARD_IN_USER_ID: {
    code: "WILDCARD_USAGE_TOO_PERMISSIVE",
    title: "Wildcard usage too permissive",
    text: "Overly permissive use of wildcard with aws:userID. Use the wildcard on the right side of colon or as the only character on the left side of a colon.",
  },
} as const satisfies Readonly<Record<string, IssueRow>>;
