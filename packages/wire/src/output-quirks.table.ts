import type { ServiceId } from "@portcullis/aws-model";

/** How a member of an answer differs from its shape. */
export type OutputQuirk = "percent-encoded";

const none: ReadonlyMap<string, OutputQuirk> = new Map();

/** By structure and member of the model. */
export const outputQuirks: Readonly<Record<ServiceId, ReadonlyMap<string, OutputQuirk>>> = {
  // "Policies returned by this operation are URL-encoded compliant with RFC 3986."
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html (and each operation below)
  iam: new Map<string, OutputQuirk>([
    ["PolicyVersion.Document", "percent-encoded"],
    ["PolicyDetail.PolicyDocument", "percent-encoded"],
    ["Role.AssumeRolePolicyDocument", "percent-encoded"],
    ["RoleDetail.AssumeRolePolicyDocument", "percent-encoded"],
    ["GetGroupPolicyResponse.PolicyDocument", "percent-encoded"],
    ["GetRolePolicyResponse.PolicyDocument", "percent-encoded"],
    ["GetUserPolicyResponse.PolicyDocument", "percent-encoded"],
  ]),
  sts: none,
  organizations: none,
  cloudtrail: none,
  portcullis: none,
};
