import { foldName, type LoginProfile, type RealmState, type User } from "@portcullis/directory";
import type { Failure, OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import { findUser, named } from "../resources.ts";

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

/** The user that the request names, or the caller. Root and roles have to give a name. */
export function findNamedOrSelf(call: Call<OperationId>, name: string | undefined): Existing<User> {
  const wanted = name ?? ownName(call);
  if (wanted !== undefined) return findUser(call, wanted);
  return noUser(call, {
    code: "ValidationError",
    message: "Must specify userName when calling with non-User credentials",
  });
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

function ownName({ caller }: Pick<Call<OperationId>, "caller">): string | undefined {
  return caller.principal.kind === "user" ? caller.user?.name : undefined;
}

/** Permission is asked for on the caller itself; then it is told that it is no user. */
function noUser(call: Call<OperationId>, missing: Failure): Existing<User> {
  return {
    ...named(call, "user", "/", ""),
    arn: call.caller.principal.arn,
    entity: undefined,
    tags: undefined,
    boundary: undefined,
    expect: "existing",
    missing,
  };
}
