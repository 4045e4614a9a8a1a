import { done } from "../../framework/call.ts";
import { self } from "../../framework/checks.ts";
import { operation } from "../../framework/operation.ts";
import { findNewUser, findUser } from "../resources.ts";

/**
 * Renames or moves a user; its unique id stays, so that trust policies which named it follow. Permission is needed
 * on what it is and on what it becomes.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
 */
export const updateUser = operation("iam:UpdateUser", {
  find(call) {
    const user = findUser(call, call.input.UserName);
    const path = call.input.NewPath ?? user.entity?.path ?? "/";
    const name = call.input.NewUserName ?? user.entity?.name ?? call.input.UserName;
    return { user, becomes: findNewUser(call, path, name) };
  },
  checks: (call) => [self(call, call.found.user), self(call, call.found.becomes)],
  run(call) {
    const { user, becomes } = call.entities;
    const { NewPath, NewUserName } = call.input;
    if (becomes !== undefined && becomes.id !== user.id) {
      return call.fail("EntityAlreadyExists", `User with name ${NewUserName} already exists.`);
    }
    return done({ put: [{ ...user, name: NewUserName ?? user.name, path: NewPath ?? user.path }] }, {});
  },
});
