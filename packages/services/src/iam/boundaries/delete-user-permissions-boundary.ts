import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html */

export const deleteUserPermissionsBoundary = operation("iam:DeleteUserPermissionsBoundary", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const { boundary: taken, ...rest } = call.entities.user;
    if (taken === undefined) {
      return call.fail("NoSuchEntity", `User ${rest.name} does not have a permissions boundary.`);
    }
    return done({ put: [rest] }, {});
  },
});
