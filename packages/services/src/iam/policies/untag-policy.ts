import { operation } from "../../framework/operation.ts";
import { removeTags } from "../tags.ts";
import { findPolicy } from "./find-policy.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html */
export const untagPolicy = operation("iam:UntagPolicy", {
  takesAway: true,
  find: (call) => ({ policy: findPolicy(call, call.input.PolicyArn) }),
  run: (call) => removeTags(call.entities.policy, call.input.TagKeys),
});
