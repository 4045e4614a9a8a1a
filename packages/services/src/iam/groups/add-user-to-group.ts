import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { findGroup, findUser } from "../resources.ts";

/**
 * Joining a group twice is no error. Permission is asked for on the group; of user and group, it is the user that
 * is missed first.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
 */
export const addUserToGroup = operation("iam:AddUserToGroup", {
  find: (call) => ({
    user: findUser(call, call.input.UserName),
    group: findGroup(call, call.input.GroupName),
  }),
  run(call) {
    const { group, user } = call.entities;
    if (user.groups.includes(group.id)) return done({}, {});
    const refused = overQuota(call.home, "groupsPerUser", user.groups.length + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    return done({ put: [{ ...user, groups: [...user.groups, group.id] }] }, {});
  },
});
