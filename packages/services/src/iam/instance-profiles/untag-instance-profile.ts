import { operation } from "../../framework/operation.ts";
import { findProfile } from "../resources.ts";
import { removeTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html */
export const untagInstanceProfile = operation("iam:UntagInstanceProfile", {
  takesAway: true,
  find: (call) => ({ profile: findProfile(call, call.input.InstanceProfileName) }),
  run: (call) => removeTags(call.entities.profile, call.input.TagKeys),
});
