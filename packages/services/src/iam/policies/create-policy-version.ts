import { type Policy, type PolicyVersion, quotaOf } from "@portcullis/directory";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findPolicy, missingPolicy } from "./find-policy.ts";
import { managedTextFailure } from "./managed-text.ts";
import { versionForm } from "./policy-forms.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export const createPolicyVersion = operation("iam:CreatePolicyVersion", {
  find(call) {
    const { PolicyArn } = call.input;
    return { policy: findPolicy(call, PolicyArn, missingPolicy.toUse(PolicyArn)) };
  },
  run(call) {
    const { policy } = call.entities;
    const { PolicyDocument, SetAsDefault } = call.input;
    const refused = managedTextFailure(call, PolicyDocument);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    if (policy.versions.length >= quotaOf(call.home, "versionsPerPolicy")) {
      return call.fail(
        "LimitExceeded",
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
      );
    }
    const version: PolicyVersion = { number: policy.nextVersion, text: PolicyDocument, created: call.now };
    const next: Policy = {
      ...policy,
      updated: call.now,
      versions: [...policy.versions, version],
      nextVersion: version.number + 1,
      defaultVersion: SetAsDefault === true ? version.number : policy.defaultVersion,
    };
    return done({ put: [next] }, { PolicyVersion: versionForm(next, version) });
  },
});
