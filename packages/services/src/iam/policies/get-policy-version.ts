import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findManagedPolicy } from "./find-managed-policy.ts";
import { missingPolicy } from "./find-policy.ts";
import { versionDetail } from "./policy-forms.ts";
import { noSuchVersion, versionOf } from "./versions.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const getPolicyVersion = operation("iam:GetPolicyVersion", {
  find(call) {
    const { PolicyArn, VersionId } = call.input;
    return { policy: findManagedPolicy(call, PolicyArn, missingPolicy.version(PolicyArn, VersionId)) };
  },
  run(call) {
    const { policy } = call.entities;
    const { PolicyArn, VersionId } = call.input;
    const version = versionOf(policy, VersionId);
    if (version === undefined) return noSuchVersion(PolicyArn, VersionId);
    return answer({ PolicyVersion: versionDetail(policy, version) });
  },
});
