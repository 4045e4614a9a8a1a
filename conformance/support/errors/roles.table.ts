import {
  arn,
  linkedRole,
  longTrust,
  none,
  oneTag,
  reservedTag,
  servicePolicy,
  text,
  trust,
  twice,
} from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const nil = { RoleName: none.role };
const r0 = { RoleName: "r0" };
const linked = { RoleName: linkedRole };
const made = { RoleName: "new", AssumeRolePolicyDocument: trust };

export const roles = {
  CreateRole: {
    EntityAlreadyExists: refused({ ...made, RoleName: "R0" }, "Role with name R0 already exists."),
    InvalidInput: [
      refused({ ...made, Tags: twice }, text.twiceFolded),
      refused({ ...made, Tags: reservedTag }, text.reserved),
      refused({ ...made, PermissionsBoundary: arn("user/u0") }, `ARN ${arn("user/u0")} is not valid.`),
      refused(
        { ...made, Path: "/aws-service-role/ecs.amazonaws.com/" },
        "Invalid path: /aws-service-role/ is reserved for service-linked roles.",
      ),
    ],
    LimitExceeded: [
      refused({ ...made, AssumeRolePolicyDocument: longTrust }, text.quota("trustPolicySize")),
      full(made, text.quota("roles")),
    ],
    MalformedPolicyDocument: [
      refused({ ...made, AssumeRolePolicyDocument: "{}" }, "Could not parse the policy: Statement is empty!"),
      refused(
        { ...made, AssumeRolePolicyDocument: trust.replace('"Service":"ec2', '"Service":"nobody/ec2') },
        'Invalid principal in policy: "SERVICE":"nobody/ec2.amazonaws.com"',
      ),
    ],
    NoSuchEntity: refused(
      { ...made, PermissionsBoundary: none.policy },
      `Scope ARN: ${none.policy} does not exist or is not attachable.`,
    ),
  },
  GetRole: { NoSuchEntity: refused(nil, text.role("nil")) },
  UpdateRole: {
    NoSuchEntity: refused(nil, text.role("nil")),
    UnmodifiableEntity: refused(
      { ...linked, MaxSessionDuration: 7200 },
      `${linkedRole} is an AWS service linked role, max session duration cannot be changed.`,
    ),
  },
  UpdateRoleDescription: {
    NoSuchEntity: refused({ ...nil, Description: "new" }, text.role("nil")),
    UnmodifiableEntity: never("changes a description"),
  },
  UpdateAssumeRolePolicy: {
    LimitExceeded: refused({ ...r0, PolicyDocument: longTrust }, text.quota("trustPolicySize")),
    MalformedPolicyDocument: refused(
      { ...r0, PolicyDocument: "{}" },
      "Could not parse the policy: Statement is empty!",
    ),
    NoSuchEntity: refused({ ...nil, PolicyDocument: trust }, text.role("nil")),
    UnmodifiableEntity: refused({ ...linked, PolicyDocument: trust }, text.protectedRole),
  },
  DeleteRole: {
    DeleteConflict: refused(r0, "Cannot delete entity, must remove roles from instance profile first."),
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(nil, text.role("nil")),
    UnmodifiableEntity: refused(linked, text.protectedRole),
  },
  ListRoles: {},
  TagRole: {
    InvalidInput: [
      refused({ ...r0, Tags: twice }, text.twiceFolded),
      refused({ ...r0, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: full({ RoleName: "full", Tags: oneTag }, text.manyTags),
    NoSuchEntity: refused({ ...nil, Tags: oneTag }, text.role("nil")),
  },
  UntagRole: { NoSuchEntity: refused({ ...nil, TagKeys: ["team"] }, text.role("nil")) },
  ListRoleTags: { NoSuchEntity: refused(nil, text.role("nil")) },
  PutRolePermissionsBoundary: {
    InvalidInput: refused(
      { ...r0, PermissionsBoundary: arn("user/u0") },
      `ARN ${arn("user/u0")} is not valid.`,
    ),
    NoSuchEntity: [
      refused({ ...nil, PermissionsBoundary: arn("policy/p0") }, text.role("nil")),
      refused(
        { ...r0, PermissionsBoundary: none.policy },
        `Scope ARN: ${none.policy} does not exist or is not attachable.`,
      ),
    ],
    PolicyNotAttachable: refused(
      { ...r0, PermissionsBoundary: servicePolicy },
      "Cannot attach a Service Role Policy to a Customer Role.",
    ),
    UnmodifiableEntity: refused({ ...linked, PermissionsBoundary: arn("policy/p0") }, text.protectedRole),
  },
  DeleteRolePermissionsBoundary: {
    NoSuchEntity: [
      refused(nil, text.role("nil")),
      refused(r0, "Role r0 does not have a permissions boundary."),
    ],
    UnmodifiableEntity: refused(linked, text.protectedRole),
  },
} satisfies Partial<ErrorTable>;
