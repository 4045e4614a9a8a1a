import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findPolicy, missingPolicy } from "./find-policy.ts";
import { noSuchVersion, versionOf } from "./versions.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const setDefaultPolicyVersion = operation("iam:SetDefaultPolicyVersion", {
  find(call) {
    const { PolicyArn, VersionId } = call.input;
    return { policy: findPolicy(call, PolicyArn, missingPolicy.version(PolicyArn, VersionId)) };
  },
  run(call) {
    const { policy } = call.entities;
    const version = versionOf(policy, call.input.VersionId);
    if (version === undefined) return noSuchVersion(call.input.PolicyArn, call.input.VersionId);
    return done({ put: [{ ...policy, defaultVersion: version.number }] }, {});
  },
});
