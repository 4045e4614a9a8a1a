import { listOperation } from "../../framework/list-operation.ts";
import { findRole } from "../resources.ts";
import { tagEntries } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html */
export const listRoleTags = listOperation("iam:ListRoleTags", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  entries: (call, after) => tagEntries(call.entities.role.tags, after),
});
