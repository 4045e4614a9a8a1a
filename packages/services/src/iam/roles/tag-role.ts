import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { addTags } from "../tags.ts";

/**
 * "The role can be a regular role or a service-linked role": its tags are the account's, and all else is the service's.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
 */
export const tagRole = operation("iam:TagRole", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run: (call) => addTags(call.entities.role, call.input.Tags),
});
