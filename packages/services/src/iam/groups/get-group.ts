import { SEPARATOR } from "@portcullis/directory";
import { listOperation } from "../../framework/list-operation.ts";
import { groupForm, userForm } from "../forms.ts";
import { findGroup } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */

export const getGroup = listOperation("iam:GetGroup", {
  find: (call) => ({ group: findGroup(call, call.input.GroupName) }),
  *entries(call, after) {
    const members = call.home.indexes.members.startingWith(call.entities.group.id + SEPARATOR, after);
    for (const [key, user] of members) yield [key, userForm(call, user)];
  },
  beside: (call) => ({ Group: groupForm(call, call.entities.group) }),
});
