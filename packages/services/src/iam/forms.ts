/** Entities in the form in which answers give them. */
import {
  type Group,
  type InstanceProfile,
  iamArn,
  type Role,
  rootArn,
  type User,
} from "@portcullis/directory";
import type { OperationId, OutputOf } from "../framework/api.ts";
import type { Call } from "../framework/call.ts";
import { wireTags } from "./tags.ts";

type AnyCall = Call<OperationId>;

/** The model's enum says PermissionsBoundaryPolicy; AWS answers `Policy`. */
const BOUNDARY_TYPE = "Policy" as "PermissionsBoundaryPolicy";

export function boundaryOf({ boundary }: User | Role) {
  if (boundary === undefined) return {};
  return {
    PermissionsBoundary: { PermissionsBoundaryType: BOUNDARY_TYPE, PermissionsBoundaryArn: boundary },
  };
}

/** As lists give it: without tags and boundary. */
export function userForm(call: AnyCall, user: User) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: iamArn(call.world.partition, call.account, "user", user.path, user.name),
    CreateDate: user.created,
  };
}

/** As CreateUser and GetUser give it. */
export function userDetail(call: AnyCall, user: User) {
  return {
    ...userForm(call, user),
    ...boundaryOf(user),
    ...(user.tags.length === 0 ? {} : { Tags: wireTags(user.tags) }),
  };
}

/**
 * Root has the account number for an id, and neither a name nor a path: AWS leaves out what its model calls required.
 */
export function rootForm(call: AnyCall) {
  const form = {
    UserId: call.account,
    Arn: rootArn(call.world.partition, call.account),
    CreateDate: call.home.byId.account.get(call.account)?.created ?? 0,
  };
  return form as OutputOf<"iam:GetUser">["User"];
}

export function groupForm(call: AnyCall, group: Group) {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: iamArn(call.world.partition, call.account, "group", group.path, group.name),
    CreateDate: group.created,
  };
}

/** What every answer gives of a role; instance profiles give no more. */
export function roleForm(call: AnyCall, role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: iamArn(call.world.partition, call.account, "role", role.path, role.name),
    CreateDate: role.created,
    AssumeRolePolicyDocument: role.trust.text,
  };
}

/** As ListRoles gives it: neither tags nor boundary nor last use. */
export function roleListForm(call: AnyCall, role: Role) {
  return {
    ...roleForm(call, role),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
  };
}

/** As GetRole gives it, apart from its last use. */
export function roleDetail(call: AnyCall, role: Role) {
  return { ...roleListForm(call, role), ...createdRoleForm(call, role) };
}

/** As CreateRole gives it: AWS leaves out the description and the session duration there. */
export function createdRoleForm(call: AnyCall, role: Role) {
  return {
    ...roleForm(call, role),
    ...boundaryOf(role),
    ...(role.tags.length === 0 ? {} : { Tags: wireTags(role.tags) }),
  };
}

/** As CreateInstanceProfile gives it. */
export function createdProfileForm(call: AnyCall, profile: InstanceProfile) {
  return {
    ...profileForm(call, profile),
    ...(profile.tags.length === 0 ? {} : { Tags: wireTags(profile.tags) }),
  };
}

/** As GetInstanceProfile gives it: with its tags, even where there are none. */
export function profileDetail(call: AnyCall, profile: InstanceProfile) {
  return { ...profileForm(call, profile), Tags: wireTags(profile.tags) };
}

export function profileForm(call: AnyCall, profile: InstanceProfile) {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: iamArn(call.world.partition, call.account, "instance-profile", profile.path, profile.name),
    CreateDate: profile.created,
    Roles: profile.roles.flatMap((id) => {
      const role = call.home.byId.role.get(id);
      return role === undefined ? [] : [roleForm(call, role)];
    }),
  };
}
