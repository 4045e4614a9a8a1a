import type { PolicyType } from "../types.ts";
import type { IssueName } from "./issues.ts";

export interface SizeQuota {
  readonly characters: number;
  /** Otherwise white space between the parts of the document is not counted. */
  readonly whitespace: boolean;
  readonly issue: IssueName;
}

const identity: SizeQuota = {
  characters: 6144,
  whitespace: false,
  issue: "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
};
// Each service has its own; 20 KB is what S3, and most of the others, take.
const resource: SizeQuota = {
  characters: 20_480,
  whitespace: true,
  issue: "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
};

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
export const SIZE_QUOTAS: Readonly<Record<PolicyType, SizeQuota>> = {
  identity,
  boundary: identity,
  session: { ...identity, characters: 2048 },
  trust: { characters: 2048, whitespace: false, issue: "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA" },
  resource,
  endpoint: resource,
  key: { ...resource, characters: 32_768 },
  scp: { characters: 10_240, whitespace: true, issue: "POLICY_SIZE_EXCEEDS_SCP_QUOTA" },
  rcp: { characters: 5120, whitespace: true, issue: "POLICY_SIZE_EXCEEDS_RCP_QUOTA" },
};
