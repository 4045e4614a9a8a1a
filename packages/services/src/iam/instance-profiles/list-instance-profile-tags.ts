import { listOperation } from "../../framework/list-operation.ts";
import { findProfile } from "../resources.ts";
import { tagEntries } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html */
export const listInstanceProfileTags = listOperation("iam:ListInstanceProfileTags", {
  find: (call) => ({ profile: findProfile(call, call.input.InstanceProfileName) }),
  entries: (call, after) => tagEntries(call.entities.profile.tags, after),
});
