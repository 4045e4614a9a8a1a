import type { User } from "@portcullis/directory";
import type { Failure, OperationId } from "../framework/api.ts";
import type { Call } from "../framework/call.ts";
import type { Existing } from "../framework/found.ts";
import { findUser, named } from "./resources.ts";

/** Whose keys and account a call speaks of: a user, or the account's root user, which is no user entity. */
export interface Owner {
  /** The user's unique id, or root's: the account number. */
  readonly id: string;
  readonly user: User | undefined;
}

/**
 * The user that the request names, or the caller where it names none; root stands for itself. The session of a role
 * has no user to fall back on: it is asked for its permission on itself, and then for a name.
 */
export function findOwner(call: Call<OperationId>, name: string | undefined): Existing<Owner> {
  const { caller, account } = call;
  if (name === undefined && caller.principal.kind === "root") {
    return {
      ...named(call, "user", "/", "root"),
      arn: caller.principal.arn,
      entity: { id: account, user: undefined },
      tags: undefined,
      boundary: undefined,
      expect: "existing",
      missing: { code: "NoSuchEntity", message: "The user with name root cannot be found." },
    };
  }
  const found = findNamedOrSelf(call, name);
  return {
    ...found,
    entity: found.entity === undefined ? undefined : { id: found.entity.id, user: found.entity },
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

/** Of the user who calls; undefined: it is none. */
export function ownName({ caller }: Pick<Call<OperationId>, "caller">): string | undefined {
  return caller.principal.kind === "user" ? caller.user?.name : undefined;
}

/** Permission is asked for on the caller itself; then it is told that it is no user. */
export function noUser(call: Call<OperationId>, missing: Failure): Existing<User> {
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
