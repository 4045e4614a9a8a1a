import { listOperation } from "../../framework/list-operation.ts";
import { findManagedPolicy } from "./find-managed-policy.ts";
import { missingPolicy } from "./find-policy.ts";
import { versionForm } from "./policy-forms.ts";

/**
 * Newest first, as AWS lists them.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
 */
export const listPolicyVersions = listOperation("iam:ListPolicyVersions", {
  find(call) {
    const { PolicyArn } = call.input;
    return { policy: findManagedPolicy(call, PolicyArn, missingPolicy.toUse(PolicyArn)) };
  },
  entries(call, after) {
    const { policy } = call.entities;
    return [...policy.versions]
      .sort((a, b) => b.number - a.number)
      .filter((version) => after === undefined || version.number < Number(after))
      .map((version) => [String(version.number), versionForm(policy, version)] as const);
  },
});
