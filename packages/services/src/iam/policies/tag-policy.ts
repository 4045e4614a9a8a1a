import { operation } from "../../framework/operation.ts";
import { addTags } from "../tags.ts";
import { findPolicy } from "./find-policy.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html */
export const tagPolicy = operation("iam:TagPolicy", {
  find: (call) => ({ policy: findPolicy(call, call.input.PolicyArn) }),
  run: (call) => addTags(call.entities.policy, call.input.Tags),
});
