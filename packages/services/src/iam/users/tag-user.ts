import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { addTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html */
export const tagUser = operation("iam:TagUser", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run: (call) => addTags(call.entities.user, call.input.Tags),
});
