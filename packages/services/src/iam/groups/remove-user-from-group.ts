import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findGroup, findUser } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html */
export const removeUserFromGroup = operation("iam:RemoveUserFromGroup", {
  find: (call) => ({
    group: findGroup(call, call.input.GroupName),
    user: findUser(call, call.input.UserName),
  }),
  run(call) {
    const { group, user } = call.entities;
    if (!user.groups.includes(group.id)) {
      return call.fail("NoSuchEntity", `User ${user.name} not in group ${group.name}`);
    }
    return done({ put: [{ ...user, groups: user.groups.filter((id) => id !== group.id) }] }, {});
  },
});
