import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findPolicy, missingPolicy } from "./find-policy.ts";
import { noSuchVersion, versionOf } from "./versions.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const deletePolicyVersion = operation("iam:DeletePolicyVersion", {
  takesAway: true,
  find(call) {
    const { PolicyArn, VersionId } = call.input;
    return { policy: findPolicy(call, PolicyArn, missingPolicy.version(PolicyArn, VersionId)) };
  },
  run(call) {
    const { policy } = call.entities;
    const version = versionOf(policy, call.input.VersionId);
    if (version === undefined) return noSuchVersion(call.input.PolicyArn, call.input.VersionId);
    if (version.number === policy.defaultVersion) {
      return call.fail("DeleteConflict", "Cannot delete the default version of a policy.");
    }
    const versions = policy.versions.filter((each) => each !== version);
    return done({ put: [{ ...policy, versions }] }, {});
  },
});
