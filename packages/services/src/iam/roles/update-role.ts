import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findRole } from "../resources.ts";
import { serviceLinkedRefusal } from "./service-linked.ts";

/**
 * What is left out keeps its value.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
 */
export const updateRole = operation("iam:UpdateRole", {
  find: (call) => ({ role: findRole(call, call.input.RoleName) }),
  run(call) {
    const { role } = call.entities;
    const protectedRole = serviceLinkedRefusal(role);
    if (protectedRole !== undefined) return protectedRole;
    const { Description, MaxSessionDuration } = call.input;
    const updated = {
      ...role,
      ...(Description === undefined ? {} : { description: Description }),
      maxSessionDuration: MaxSessionDuration ?? role.maxSessionDuration,
    };
    return done({ put: [updated] }, {});
  },
});
