import { attachmentCount, boundaryCount } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findPolicy } from "./find-policy.ts";

/**
 * Attachments, use as a boundary and all versions but the default one stand in the way.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
 */
export const deletePolicy = operation("iam:DeletePolicy", {
  takesAway: true,
  find: (call) => ({ policy: findPolicy(call, call.input.PolicyArn) }),
  run(call) {
    const { policy } = call.entities;
    const arn = call.found.policy.arn;
    if (attachmentCount(call.home, arn) > 0 || boundaryCount(call.home, arn) > 0) {
      return call.fail("DeleteConflict", "Cannot delete a policy attached to entities.");
    }
    if (policy.versions.length > 1) {
      return call.fail(
        "DeleteConflict",
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    return done({ remove: [policy] }, {});
  },
});
