import { foldName, type LoginProfile, type RealmState, type User } from "@portcullis/directory";
import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import { noUser, ownName } from "../owner.ts";
import { findUser } from "../resources.ts";

/** A user has at most one, under its own id. */
export function loginProfileOf(state: RealmState, user: User): LoginProfile | undefined {
  return state.byId["login-profile"].get(user.id);
}

export function noLoginProfile({ name }: User): Failure {
  return { code: "NoSuchEntity", message: `Login Profile for User ${name} cannot be found.` };
}

export function loginProfileForm(user: User, profile: LoginProfile) {
  return {
    UserName: user.name,
    CreateDate: profile.created,
    PasswordResetRequired: profile.resetRequired,
  };
}

/** The user who calls. */
export function findSelf(call: Call<OperationId>): Existing<User> {
  const own = ownName(call);
  if (own !== undefined) return findUser(call, own);
  return noUser(call, {
    code: "InvalidUserType",
    message: "Only IAM Users can change their own password",
  });
}

/** The user whom the request names, or who calls, before any state is bound; undefined: the attempt says why. */
export function userBefore({ caller }: Pick<Call<OperationId>, "caller">, name?: string): User | undefined {
  const wanted = name ?? ownName({ caller });
  return wanted === undefined ? undefined : caller.home.indexes.usersByName.get(foldName(wanted));
}
