import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { withoutTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html */
export const untagRole = operation("iam:UntagRole", {
  takesAway: true,
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run: (call) => done({ put: [withoutTags(call.entities.role, call.input.TagKeys)] }, {}),
});
