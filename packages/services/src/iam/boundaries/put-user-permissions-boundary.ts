import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findUser } from "../resources.ts";
import { boundaryFailure } from "./boundary-failure.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html */

export const putUserPermissionsBoundary = operation("iam:PutUserPermissionsBoundary", {
  find: (call) => ({ user: findUser(call, call.input.UserName) }),
  run(call) {
    const boundary = call.input.PermissionsBoundary;
    const refused = boundaryFailure(call, "user", boundary);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    return done({ put: [{ ...call.entities.user, boundary }] }, {});
  },
});
