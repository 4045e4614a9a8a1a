import { PARTITIONS } from "../check/arn-parts.table.ts";
import type { Problem } from "../check/finding.ts";
import { operatorNamed } from "../condition/operator-name.ts";
import type { Comparison } from "../condition/operators.table.ts";
import { lowerAscii } from "../text/ascii.ts";
import type { Position } from "../text/position.ts";
import type { PolicyType } from "../types.ts";
import type { Edit, IssueParameters } from "./issue.ts";
import type { IssueName } from "./issues.ts";
import { literalAt, replaceLiteral } from "./literal.ts";
import { hasVariable, hasWildcard } from "./rule.ts";
import { variableFault } from "./variable-fault.ts";
import { WRITE_TIME } from "./write-time.table.ts";

export interface WorkedOut {
  readonly issue: IssueName;
  readonly parameters: IssueParameters;
  readonly fix: Edit | undefined;
}

interface Surroundings {
  readonly positionAt: (offset: number) => Position;
  readonly refused: string;
}

/** Names a problem that IAM refuses in the words of Access Analyzer. */
export function issueOf(type: PolicyType, text: string, problem: Problem, around: Surroundings): WorkedOut {
  const row = WRITE_TIME[problem.code];
  if (row === "by-value") {
    // What is no JSON has no strings to be sure of.
    const written = problem.code === "invalid-json" ? "" : literalAt(text, problem.offset);
    const [issue, parameters = {}, fix] = byValue(type, text, problem, written, around);
    return { issue, parameters, fix };
  }
  const parameters: Record<string, string> = Object.create(null);
  if (row.value !== undefined) parameters[row.value] = problem.value ?? "";
  if (row.part !== undefined) parameters[row.part] = problem.part ?? "";
  return { issue: row.issue, parameters, fix: undefined };
}

const sharedSids: readonly PolicyType[] = ["resource", "key", "endpoint"];

function byValue(
  type: PolicyType,
  text: string,
  { code, offset, value = "", part = "" }: Problem,
  written: string,
  { positionAt, refused }: Surroundings,
): readonly [IssueName, IssueParameters?, (Edit | undefined)?] {
  switch (code) {
    case "invalid-json":
      return ["JSON_SYNTAX_ERROR", { index: offset, ...positionAt(offset) }];
    case "invalid-version":
      if (value === "") return ["MISSING_VERSION"];
      return ["INVALID_VERSION", { version: value, versions: part }];
    case "unknown-operator":
      if (lowerAscii(value).endsWith("nullifexists")) return ["NULL_WITH_IF_EXISTS"];
      return ["INVALID_CONDITION_OPERATOR", { operator: value }];
    case "effect-case": {
      const right = lowerAscii(value) === "allow" ? "Allow" : "Deny";
      return ["INVALID_EFFECT", { effect: value }, replaceLiteral(text, offset, right)];
    }
    case "prohibited-principal":
      if (type === "scp") return ["SCP_SYNTAX_ERROR_PRINCIPAL"];
      return ["UNSUPPORTED_PRINCIPAL", { policy_type: "IDENTITY_POLICY" }];
    case "prohibited-not-principal":
      return [type === "rcp" ? "RCP_SYNTAX_ERROR_PRINCIPAL" : "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL"];
    case "empty-principal":
      return [isEmptyObject(text, offset) ? "EMPTY_OBJECT_PRINCIPAL" : "EMPTY_ARRAY_PRINCIPAL"];
    case "invalid-condition-value":
      return conditionValue(value, part);
    case "incomplete-arn":
      return written.split(":").length < 6
        ? ["MISSING_ARN_FIELD", { fields: 6 }]
        : ["INVALID_SERVICE", { service: "" }];
    case "invalid-variable": {
      const fault = variableFault(written);
      return fault === undefined
        ? ["VARIABLE_UNSUPPORTED_IN_ELEMENT", { variable: firstVariable(written) }]
        : [fault];
    }
    case "repeated-sid":
      return [sharedSids.includes(type) ? "UNIQUE_SIDS_RECOMMENDED" : "UNIQUE_SIDS_REQUIRED"];
    case "resource-partition":
    case "resource-service":
    case "resource-region-iam":
    case "resource-region-s3":
      return resourceIssue(code, written);
    case "action-without-service":
    case "action-with-colons":
    case "action-service":
      return hasWildcard(written.split(":")[0] ?? "") && written.includes(":")
        ? ["WILDCARD_IN_SERVICE_NAME"]
        : ["UNKNOWN_ACTION", { action: written }];
    case "action-of-another-service":
      return [
        "UNSUPPORTED_ACTION_IN_POLICY",
        { action: written, resourceType: "AWS::IAM::AssumeRolePolicyDocument" },
      ];
    case "invalid-principal":
      return principalIssue(type, value, part);
    default:
      return ["POLICY_DOCUMENT_REFUSED", { message: refused }];
  }
}

function isEmptyObject(text: string, offset: number): boolean {
  return text[offset] === "{" && text.slice(offset + 1, text.indexOf("}", offset)).trim() === "";
}

const mismatches: Readonly<Partial<Record<Comparison, IssueName>>> = {
  numeric: "TYPE_MISMATCH_NUMBER",
  date: "TYPE_MISMATCH_DATE",
  bool: "TYPE_MISMATCH_BOOLEAN",
  null: "TYPE_MISMATCH_BOOLEAN",
  ip: "TYPE_MISMATCH_IP_RANGE",
  binary: "TYPE_MISMATCH_STRING",
};

function conditionValue(value: string, operator: string): readonly [IssueName, IssueParameters?] {
  if (hasVariable(value)) return ["INVALID_VARIABLE_FOR_OPERATOR"];
  const comparison = operatorNamed(operator)?.row.comparison ?? "string";
  return [mismatches[comparison] ?? "TYPE_MISMATCH_STRING", { operator }];
}

function firstVariable(text: string): string {
  const start = text.indexOf("${");
  return text.slice(start, text.indexOf("}", start) + 1);
}

function resourceIssue(
  code: "resource-partition" | "resource-service" | "resource-region-iam" | "resource-region-s3",
  arn: string,
): readonly [IssueName, IssueParameters?] {
  const [prefix, partition = "", service] = arn.split(":");
  if (prefix !== "arn") return ["INVALID_ARN_PREFIX"];
  if (service === undefined) return ["MISSING_ARN_FIELD", { fields: 6 }];
  switch (code) {
    case "resource-partition":
      return ["INVALID_PARTITION", { service, partition, partitions: PARTITIONS.join(", ") }];
    case "resource-service":
      return service === "" ? ["INVALID_SERVICE", { service }] : ["WILDCARD_IN_SERVICE_NAME"];
    case "resource-region-iam":
    case "resource-region-s3":
      return ["ARN_REGION_NOT_ALLOWED", { service }];
  }
}

function principalIssue(
  type: PolicyType,
  value: string,
  key: string,
): readonly [IssueName, IssueParameters?] {
  const federated = key === "Federated";
  if (federated && type !== "trust") return ["FEDERATED_PRINCIPAL_NOT_SUPPORTED"];
  if (hasWildcard(value))
    return ["UNSUPPORTED_WILDCARD_IN_PRINCIPAL", { principal_key: key === "SERVICE" ? "Service" : key }];
  if (federated) return ["INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY"];
  return ["INVALID_PRINCIPAL_FORMAT"];
}
