import { attachmentCount, boundaryCount, iamArn, type Policy } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { wireTags } from "../tags.ts";
import type { Managed } from "./find-managed-policy.ts";
import { versionName } from "./versions.ts";

/** As ListPolicies gives it. */
export function policyForm(call: Call<OperationId>, policy: Managed) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: versionName(policy.defaultVersion),
    AttachmentCount: attachmentCount(call.home, policy.arn),
    PermissionsBoundaryUsageCount: boundaryCount(call.home, policy.arn),
    IsAttachable: true,
    CreateDate: policy.created,
    UpdateDate: policy.updated,
  };
}

/** As CreatePolicy gives it. */
export function createdPolicyForm(call: Call<OperationId>, policy: Policy) {
  const arn = iamArn(call.world.partition, call.account, "policy", policy.path, policy.name);
  return {
    ...policyForm(call, { ...policy, arn }),
    ...(policy.tags.length === 0 ? {} : { Tags: wireTags(policy.tags) }),
  };
}

/** As GetPolicy gives it; its tags may be an empty list. */
export function policyDetail(call: Call<OperationId>, policy: Managed) {
  return {
    ...policyForm(call, policy),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    Tags: wireTags(policy.tags),
  };
}

type Version = Managed["versions"][number];

export function versionForm(policy: { readonly defaultVersion: number }, version: Version) {
  return {
    VersionId: versionName(version.number),
    IsDefaultVersion: version.number === policy.defaultVersion,
    CreateDate: version.created,
  };
}

/** As GetPolicyVersion gives it: with the document as it was submitted. */
export function versionDetail(policy: { readonly defaultVersion: number }, version: Version) {
  return { Document: version.text, ...versionForm(policy, version) };
}
