import { operation } from "../../framework/operation.ts";
import { findProfile } from "../resources.ts";
import { addTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html */
export const tagInstanceProfile = operation("iam:TagInstanceProfile", {
  find: (call) => ({ profile: findProfile(call, call.input.InstanceProfileName) }),
  run: (call) => addTags(call.entities.profile, call.input.Tags),
});
