import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findPolicy } from "./find-policy.ts";
import { noSuchVersion, versionOf } from "./versions.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const setDefaultPolicyVersion = operation("iam:SetDefaultPolicyVersion", {
  find: (call) => ({ policy: findPolicy(call, call.input.PolicyArn) }),
  run(call) {
    const { policy } = call.entities;
    const version = versionOf(policy, call.input.VersionId);
    if (version === undefined) return noSuchVersion(call.input.PolicyArn, call.input.VersionId);
    return done({ put: [{ ...policy, defaultVersion: version.number, updated: call.now }] }, {});
  },
});
