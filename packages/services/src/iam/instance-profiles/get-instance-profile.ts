import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { profileDetail } from "../forms.ts";
import { findProfile } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html */
export const getInstanceProfile = operation("iam:GetInstanceProfile", {
  find: (call) => ({ profile: findProfile(call, call.input.InstanceProfileName) }),
  run: (call) => answer({ InstanceProfile: profileDetail(call, call.entities.profile) }),
});
