import type { FindingCode } from "../check/findings.table.ts";
import type { IssueName } from "./issues.ts";

/** How a fact that IAM refuses is named in Access Analyzer's words: one vocabulary for both. */
export interface WriteTimeRow {
  readonly issue: IssueName;
  /** The placeholders of the text that a problem's `value` and `part` fill. */
  readonly value?: string;
  readonly part?: string;
}

/** "by-value": several issues; which one hangs on what was written, and is worked out from it. */
export const WRITE_TIME: Readonly<Record<FindingCode, WriteTimeRow | "by-value">> = {
  "invalid-json": "by-value",
  "unknown-element": { issue: "INVALID_POLICY_ELEMENT", value: "element" },
  "excluded-element": { issue: "UNSUPPORTED_ELEMENT_COMBINATION", value: "element1", part: "element2" },
  "wrong-type": { issue: "DATA_TYPE_MISMATCH", value: "data_type" },
  "principal-format": { issue: "INVALID_PRINCIPAL_FORMAT" },
  "principal-key": { issue: "INVALID_PRINCIPAL_KEY", value: "principal-key" },
  "principal-everyone": { issue: "RCP_SYNTAX_ERROR_PRINCIPAL" },
  "prohibited-not-action": { issue: "RCP_SYNTAX_ERROR_NOTACTION" },
  "invalid-version": "by-value",
  "missing-statement": { issue: "MISSING_STATEMENT" },
  "unknown-operator": "by-value",
  "repeated-condition-key": { issue: "DUPLICATE_KEYS_WITH_DIFFERENT_CASE", value: "key" },
  "missing-effect": { issue: "MISSING_EFFECT" },
  "invalid-effect": { issue: "INVALID_EFFECT", value: "effect" },
  "effect-case": "by-value",
  "prohibited-principal": "by-value",
  "missing-principal": { issue: "MISSING_PRINCIPAL" },
  "empty-principal": "by-value",
  "bare-principal": { issue: "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL" },
  "prohibited-not-principal": "by-value",
  "not-principal-with-allow": { issue: "ALLOW_WITH_NOT_PRINCIPAL" },
  "prohibited-resource": { issue: "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE" },
  "prohibited-not-resource": { issue: "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE" },
  "old-version": "by-value",
  "invalid-condition-value": "by-value",
  "incomplete-arn": "by-value",
  "invalid-variable": "by-value",
  "invalid-sid": { issue: "UNSUPPORTED_SID" },
  "repeated-sid": "by-value",
  "missing-action": { issue: "MISSING_ACTION" },
  "empty-action": { issue: "EMPTY_ARRAY_ACTION" },
  "resource-format": { issue: "INVALID_ARN_PREFIX" },
  "resource-partition": "by-value",
  "resource-service": "by-value",
  "resource-region-iam": "by-value",
  "resource-region-s3": "by-value",
  "resource-path-iam": { issue: "INVALID_ARN_RESOURCE" },
  "action-without-service": "by-value",
  "key-without-service": { issue: "INVALID_CONDITION_KEY_FORMAT" },
  "action-with-colons": "by-value",
  "action-service": "by-value",
  "action-of-another-service": "by-value",
  "missing-resource": { issue: "MISSING_RESOURCE" },
  "empty-resource": { issue: "EMPTY_ARRAY_RESOURCE" },
  "invalid-principal": "by-value",
  "cognito-without-condition": { issue: "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL" },
  "guardrail-effect": { issue: "RCP_SYNTAX_ERROR_ALLOW" },
  "guardrail-principal": { issue: "RCP_SYNTAX_ERROR_PRINCIPAL" },
  "guardrail-action": { issue: "RCP_SYNTAX_ERROR_ACTION" },
  "guardrail-allow": { issue: "RCP_SYNTAX_ERROR_ALLOW" },
};
