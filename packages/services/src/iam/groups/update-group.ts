import { done } from "../../framework/call.ts";
import { self } from "../../framework/checks.ts";
import { operation } from "../../framework/operation.ts";
import { findGroup, findNewGroup } from "../resources.ts";

/**
 * Renames or moves a group; permission is needed on what it is and on what it becomes.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html
 */
export const updateGroup = operation("iam:UpdateGroup", {
  find(call) {
    const group = findGroup(call, call.input.GroupName);
    const path = call.input.NewPath ?? group.entity?.path ?? "/";
    const name = call.input.NewGroupName ?? group.entity?.name ?? call.input.GroupName;
    return { group, becomes: findNewGroup(call, path, name) };
  },
  checks: (call) => [self(call, call.found.group), self(call, call.found.becomes)],
  run(call) {
    const { group, becomes } = call.entities;
    const { NewPath, NewGroupName } = call.input;
    if (becomes !== undefined && becomes.id !== group.id) {
      return call.fail("EntityAlreadyExists", `Group with name ${NewGroupName} already exists.`);
    }
    return done({ put: [{ ...group, name: NewGroupName ?? group.name, path: NewPath ?? group.path }] }, {});
  },
});
