import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { isServiceLinked } from "./service-linked.ts";

/**
 * What is left out keeps its value. Of a service-linked role the description may be changed, and nothing else.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-service-linked-role.html
 */
export const updateRole = operation("iam:UpdateRole", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const { role } = call.entities;
    const { Description, MaxSessionDuration } = call.input;
    if (MaxSessionDuration !== undefined && isServiceLinked(role)) {
      return call.fail(
        "UnmodifiableEntity",
        `${role.name} is an AWS service linked role, max session duration cannot be changed.`,
      );
    }
    const updated = {
      ...role,
      ...(Description === undefined ? {} : { description: Description }),
      maxSessionDuration: MaxSessionDuration ?? role.maxSessionDuration,
    };
    return done({ put: [updated] }, {});
  },
});
