import { type QuotaName, quotas } from "@portcullis/directory";
import type { Failure } from "../framework/api.ts";

/**
 * AWS's refusal where one more would be too many; undefined where there is room.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function overQuota(name: QuotaName, wouldBe: number): Failure | undefined {
  const quota = quotas[name];
  if (wouldBe <= quota.limit) return undefined;
  return { code: "LimitExceeded", message: `Cannot exceed quota for ${quota.name}: ${quota.limit}` };
}
