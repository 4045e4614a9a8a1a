import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findManagedPolicy } from "./find-managed-policy.ts";
import { policyDetail } from "./policy-forms.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy = operation("iam:GetPolicy", {
  find: (call) => ({ policy: findManagedPolicy(call, call.input.PolicyArn) }),
  run: (call) => answer({ Policy: policyDetail(call, call.entities.policy) }),
});
