import { foldName } from "@portcullis/directory";
import { listOperation } from "../../framework/list-operation.ts";
import { groupForm } from "../forms.ts";
import { findUser } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */

export const listGroupsForUser = listOperation("iam:ListGroupsForUser", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  entries(call, after) {
    return call.entities.user.groups
      .flatMap((id) => call.home.byId.group.get(id) ?? [])
      .map((group) => [foldName(group.name), groupForm(call, group)] as const)
      .filter(([key]) => after === undefined || key > after)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  },
});
