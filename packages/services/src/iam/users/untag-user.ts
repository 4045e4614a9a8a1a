import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { withoutTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html */
export const untagUser = operation("iam:UntagUser", {
  takesAway: true,
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run: (call) => done({ put: [withoutTags(call.entities.user, call.input.TagKeys)] }, {}),
});
