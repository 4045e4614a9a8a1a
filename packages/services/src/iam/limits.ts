import { type QuotaName, quotaOf, quotas, type RealmState } from "@portcullis/directory";
import type { Failure } from "../framework/api.ts";

/**
 * AWS's refusal where one more would be too many for the account; undefined where there is room.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function overQuota(home: RealmState, name: QuotaName, wouldBe: number): Failure | undefined {
  const limit = quotaOf(home, name);
  if (wouldBe <= limit) return undefined;
  return { code: "LimitExceeded", message: `Cannot exceed quota for ${quotas[name].name}: ${limit}` };
}
