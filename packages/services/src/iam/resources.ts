/** How each resource of IAM is found by what a request calls it, and what it is called in ARNs, denials and events. */
import {
  awsPolicy,
  customerPolicy,
  foldName,
  type Group,
  type InstanceProfile,
  iamArn,
  noTrust,
  type Policy,
  parseArn,
  type Role,
  trustSet,
  type User,
} from "@portcullis/directory";
import type { OperationId } from "../framework/api.ts";
import type { Call } from "../framework/call.ts";
import type { Existing, Perhaps } from "../framework/found.ts";

type AnyCall = Call<OperationId>;

const absent = (what: string, name: string) => ({
  code: "NoSuchEntity",
  message: `The ${what} with name ${name} cannot be found.`,
});

/** A user that must be there. */
export function findUser(call: AnyCall, name: string): Existing<User> {
  const user = call.home.indexes.usersByName.get(foldName(name));
  return {
    ...userBase(call, user, user?.path ?? "/", user?.name ?? name),
    expect: "existing",
    missing: absent("user", name),
  };
}

/** The user that a request makes; its entity is what already has the name. */
export function findNewUser(call: AnyCall, path: string, name: string): Perhaps<User> {
  const taken = call.home.indexes.usersByName.get(foldName(name));
  return { ...userBase(call, taken, path, name), expect: "perhaps" };
}

/** Whose keys and account a call speaks of: a user, or the account's root user, which is no user entity. */
export interface Owner {
  /** The user's unique id, or root's: the account number. */
  readonly id: string;
  readonly user: User | undefined;
}

/**
 * The user that the request names, or the caller where it names none; root stands for itself.
 * The session of a role has no user to fall back on.
 */
export function findOwner(call: AnyCall, name: string | undefined): Existing<Owner> {
  const { caller, account } = call;
  if (name === undefined && caller.principal.kind === "root") {
    return {
      ...userBase(call, undefined, "/", "root"),
      arn: caller.principal.arn,
      entity: { id: account, user: undefined },
      expect: "existing",
      missing: absent("user", "root"),
    };
  }
  const own = caller.principal.kind === "user" ? caller.user?.name : undefined;
  const wanted = name ?? own;
  if (wanted === undefined) {
    return {
      ...userBase(call, undefined, "/", ""),
      arn: caller.principal.arn,
      entity: undefined,
      expect: "existing",
      missing: {
        code: "ValidationError",
        message: "Must specify userName when calling with non-User credentials",
      },
    };
  }
  const found = findUser(call, wanted);
  return {
    ...found,
    entity: found.entity === undefined ? undefined : { id: found.entity.id, user: found.entity },
  };
}

function userBase(call: AnyCall, user: User | undefined, path: string, name: string) {
  return {
    type: "user",
    cloudType: "AWS::IAM::User",
    label: name,
    arn: iamArn(call.world.partition, call.account, "user", path, name),
    account: call.account,
    entity: user,
    tags: user?.tags,
    boundary: user?.boundary,
    policy: undefined,
  } as const;
}

export function findGroup(call: AnyCall, name: string): Existing<Group> {
  const group = call.home.indexes.groupsByName.get(foldName(name));
  return {
    ...groupBase(call, group, group?.path ?? "/", group?.name ?? name),
    expect: "existing",
    missing: absent("group", name),
  };
}

export function findNewGroup(call: AnyCall, path: string, name: string): Perhaps<Group> {
  const taken = call.home.indexes.groupsByName.get(foldName(name));
  return { ...groupBase(call, taken, path, name), expect: "perhaps" };
}

function groupBase(call: AnyCall, group: Group | undefined, path: string, name: string) {
  return {
    type: "group",
    cloudType: "AWS::IAM::Group",
    label: name,
    arn: iamArn(call.world.partition, call.account, "group", path, name),
    account: call.account,
    entity: group,
    tags: undefined,
    boundary: undefined,
    policy: undefined,
  } as const;
}

export function findRole(call: AnyCall, name: string): Existing<Role> {
  const role = call.home.indexes.rolesByName.get(foldName(name));
  return {
    ...roleBase(call, role, role?.path ?? "/", role?.name ?? name),
    expect: "existing",
    missing: absent("role", name),
  };
}

export function findNewRole(call: AnyCall, path: string, name: string): Perhaps<Role> {
  const taken = call.home.indexes.rolesByName.get(foldName(name));
  return { ...roleBase(call, taken, path, name), expect: "perhaps" };
}

function roleBase(call: AnyCall, role: Role | undefined, path: string, name: string) {
  return {
    type: "role",
    cloudType: "AWS::IAM::Role",
    label: name,
    arn: iamArn(call.world.partition, call.account, "role", path, name),
    account: call.account,
    entity: role,
    tags: role?.tags,
    boundary: role?.boundary,
    policy: undefined,
  } as const;
}

/** The role of any account that an ARN names, with its trust policy; for assuming it. */
export function findRoleByArn(call: AnyCall, arn: string): Existing<Role> {
  const parts = parseArn(arn);
  const account = parts?.account ?? "";
  const state = account === call.account ? call.home : call.world.account(account);
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const named = state?.indexes.rolesByName.get(foldName(name));
  const role =
    named !== undefined && iamArn(call.world.partition, account, "role", named.path, named.name) === arn
      ? named
      : undefined;
  return {
    type: "role",
    cloudType: "AWS::IAM::Role",
    label: arn,
    arn,
    account,
    entity: role,
    tags: role?.tags,
    boundary: role?.boundary,
    // A role that is not there trusts nobody, so that it is refused in the words of one that does not trust.
    policy: role === undefined ? noTrust : trustSet(role),
    expect: "existing",
    missing: absent("role", name),
  };
}

export function findProfile(call: AnyCall, name: string): Existing<InstanceProfile> {
  const profile = call.home.indexes.profilesByName.get(foldName(name));
  return {
    ...profileBase(call, profile, profile?.path ?? "/", profile?.name ?? name),
    expect: "existing",
    missing: { code: "NoSuchEntity", message: `Instance Profile ${name} cannot be found.` },
  };
}

export function findNewProfile(call: AnyCall, path: string, name: string): Perhaps<InstanceProfile> {
  const taken = call.home.indexes.profilesByName.get(foldName(name));
  return { ...profileBase(call, taken, path, name), expect: "perhaps" };
}

function profileBase(call: AnyCall, profile: InstanceProfile | undefined, path: string, name: string) {
  return {
    type: "instance-profile",
    cloudType: "AWS::IAM::InstanceProfile",
    label: name,
    arn: iamArn(call.world.partition, call.account, "instance-profile", path, name),
    account: call.account,
    entity: profile,
    tags: profile?.tags,
    boundary: undefined,
    policy: undefined,
  } as const;
}

/** A customer managed policy of this account. */
export function findPolicy(call: AnyCall, arn: string): Existing<Policy> {
  const policy = customerPolicy(call.home, call.account, arn);
  return {
    ...policyBase(call, policy, arn),
    expect: "existing",
    missing: { code: "NoSuchEntity", message: `Policy ${arn} was not found.` },
  };
}

export function findNewPolicy(call: AnyCall, path: string, name: string): Perhaps<Policy> {
  const taken = call.home.indexes.policiesByName.get(foldName(name));
  return {
    ...policyBase(call, taken, iamArn(call.world.partition, call.account, "policy", path, name)),
    expect: "perhaps",
  };
}

function policyBase(call: AnyCall, policy: Policy | undefined, arn: string) {
  return {
    type: "policy",
    cloudType: "AWS::IAM::Policy",
    label: arn,
    arn,
    account: call.account,
    entity: policy,
    tags: policy?.tags,
    boundary: undefined,
    policy: undefined,
  } as const;
}

/** Whether a managed policy, AWS's or the account's, can be attached. */
export function managedPolicyExists(call: AnyCall, arn: string): boolean {
  return managedPolicyExistsIn(call, call.account, arn);
}

/** The same for another account that is pinned. */
export function managedPolicyExistsIn(call: AnyCall, account: string, arn: string): boolean {
  const state = account === call.account ? call.home : call.world.account(account);
  if (state !== undefined && customerPolicy(state, account, arn) !== undefined) return true;
  return awsPolicy(call.world.partition, arn) !== undefined;
}
