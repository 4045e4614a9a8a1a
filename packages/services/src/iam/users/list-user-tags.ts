import { listOperation } from "../../framework/list-operation.ts";
import { findUser } from "../resources.ts";
import { tagEntries } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html */
export const listUserTags = listOperation("iam:ListUserTags", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  entries: (call, after) => tagEntries(call.entities.user.tags, after),
});
