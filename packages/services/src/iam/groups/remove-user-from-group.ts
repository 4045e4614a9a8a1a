import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findGroup, findUser } from "../resources.ts";

/**
 * Taking out whoever is not in it is no error.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html
 */
export const removeUserFromGroup = operation("iam:RemoveUserFromGroup", {
  takesAway: true,
  find: (call) => ({
    user: findUser(call, call.input.UserName),
    group: findGroup(call, call.input.GroupName),
  }),
  run(call) {
    const { group, user } = call.entities;
    if (!user.groups.includes(group.id)) return done({}, {});
    return done({ put: [{ ...user, groups: user.groups.filter((id) => id !== group.id) }] }, {});
  },
});
