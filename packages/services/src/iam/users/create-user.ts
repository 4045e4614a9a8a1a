import { newUniqueId, type User } from "@portcullis/directory";
import { isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { boundaryFailure } from "../boundaries/boundary-failure.ts";
import { userDetail } from "../forms.ts";
import { overQuota } from "../limits.ts";
import { findNewUser } from "../resources.ts";
import { readTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser = operation("iam:CreateUser", {
  find: (call) => ({ user: findNewUser(call, call.input.Path ?? "/", call.input.UserName) }),
  run(call) {
    const { input, entities, home } = call;
    if (entities.user !== undefined) {
      return call.fail("EntityAlreadyExists", `User with name ${input.UserName} already exists.`);
    }
    const tags = readTags("user", input.Tags);
    if (isFailure(tags)) return { kind: "failed", failure: tags };
    const refused =
      overQuota(call.home, "users", home.byId.user.size + 1) ??
      boundaryFailure(call, "user", input.PermissionsBoundary);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const user: User = {
      kind: "user",
      id: newUniqueId("user", call.draw.bytes),
      name: input.UserName,
      path: input.Path ?? "/",
      created: call.now,
      tags,
      ...(input.PermissionsBoundary === undefined ? {} : { boundary: input.PermissionsBoundary }),
      groups: [],
      attached: [],
      inline: [],
    };
    return done({ put: [user] }, { User: userDetail(call, user) });
  },
});
