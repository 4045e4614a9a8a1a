import type { StatementDraft } from "../language/tree.ts";
import { resourceTokens } from "../match/resource-pattern.ts";
import { IAM_RESOURCE_TYPES, PARTITIONS } from "./arn-parts.table.ts";
import type { Report } from "./finding.ts";
import type { FindingCode } from "./findings.table.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
export function checkResources(
  { resource }: StatementDraft,
  variables: boolean,
  partition: string | undefined,
  report: Report,
): void {
  if (resource === undefined) return;
  if (resource.empty)
    report({ code: "empty-resource", offset: resource.start, detail: "no resource is listed" });
  for (const { value, start: offset } of resource.values) {
    const problem = problemOf(value, variables, partition);
    if (problem === undefined) continue;
    const { code, detail, part = "", spoken = value } = problem;
    report({ code, offset, detail: `${detail} in \`${value}\``, value: spoken, part });
  }
}

interface ResourceProblem {
  readonly code: FindingCode;
  readonly detail: string;
  readonly part?: string;
  /** How IAM repeats the pattern, where not as it stands. */
  readonly spoken?: string;
}

/**
 * The first thing that is wrong with a pattern. The order, and what is left to be completed, are as in recorded
 * answers of IAM: an ARN may end early, but not where a part that it has is empty.
 */
function problemOf(
  value: string,
  variables: boolean,
  ownPartition: string | undefined,
): ResourceProblem | undefined {
  if (value === "*") return undefined;
  const parts = value.split(":");
  const [arn, partition, service, region = "", account, ...rest] = parts;
  if (partition === undefined) return { code: "resource-format", detail: 'neither an ARN nor "*"' };
  if (!partition.includes("*") && partition !== ownPartition && !PARTITIONS.includes(partition))
    return {
      code: "resource-partition",
      detail: "unknown partition",
      part: partition,
      spoken: ["arn", ...parts.slice(1), ...Array(Math.max(0, 6 - parts.length)).fill("*")].join(":"),
    };
  if (arn !== "arn") return { code: "resource-format", detail: 'neither an ARN nor "*"' };
  if (service === undefined) return { code: "resource-service", detail: "no service" };
  if (service === "" || (parts.length < 6 && value.includes("::")))
    return { code: "incomplete-arn", detail: "a part is missing" };
  if (service.includes("*") || service.includes("?"))
    return { code: "resource-service", detail: "the service is not spelled out" };
  if (resourceTokens(value, variables) === undefined)
    return { code: "invalid-variable", detail: "a variable that is not well formed, or stands too early," };
  const regional = region !== "" && region !== "*";
  // Access points, jobs and grants belong to a region and an account; buckets and objects to neither.
  if (service === "s3" && regional && !account)
    return { code: "resource-region-s3", detail: "a bucket has no region" };
  if (service !== "iam") return undefined;
  if (regional) return { code: "resource-region-iam", detail: "IAM has no region" };
  const path = rest.join(":");
  const known = path.startsWith("*") || IAM_RESOURCE_TYPES.some((type) => path.startsWith(type));
  if (account === undefined || rest.length === 0 || known) return undefined;
  return { code: "resource-path-iam", detail: "unknown type of IAM resource" };
}
