import { allowed, arn, longerThan, none, oneTag, reservedTag, servicePolicy, text, twice } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const nil = { UserName: none.user };
const u0 = { UserName: "u0" };
const u2 = { UserName: "u2" };
const PolicyName = "n";

export const users = {
  CreateUser: {
    EntityAlreadyExists: refused({ UserName: "U0" }, "User with name U0 already exists."),
    InvalidInput: [
      refused({ UserName: "new", Tags: twice }, text.twiceFolded),
      refused({ UserName: "new", Tags: reservedTag }, text.reserved),
      refused(
        { UserName: "new", PermissionsBoundary: arn("user/u0") },
        `ARN ${arn("user/u0")} is not valid.`,
      ),
    ],
    LimitExceeded: full({ UserName: "new" }, text.quota("users")),
    NoSuchEntity: refused(
      { UserName: "new", PermissionsBoundary: none.policy },
      `Scope ARN: ${none.policy} does not exist or is not attachable.`,
    ),
    PolicyNotAttachable: refused(
      { UserName: "new", PermissionsBoundary: servicePolicy },
      "Cannot attach a Service Role Policy to a Customer User.",
    ),
  },
  GetUser: { NoSuchEntity: refused(nil, text.user("nil")) },
  UpdateUser: {
    EntityAlreadyExists: refused({ ...u0, NewUserName: "U1" }, "User with name U1 already exists."),
    EntityTemporarilyUnmodifiable: never("is whole when it is answered"),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: refused(nil, text.user("nil")),
  },
  DeleteUser: {
    DeleteConflict: refused(u0, "Cannot delete entity, must detach all policies first."),
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(nil, text.user("nil")),
  },
  ListUsers: {},
  TagUser: {
    InvalidInput: [
      refused({ ...u0, Tags: twice }, text.twiceFolded),
      refused({ ...u0, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: full({ UserName: "full", Tags: oneTag }, text.manyTags),
    NoSuchEntity: refused({ ...nil, Tags: oneTag }, text.user("nil")),
  },
  UntagUser: { NoSuchEntity: refused({ ...nil, TagKeys: ["team"] }, text.user("nil")) },
  ListUserTags: { NoSuchEntity: refused(nil, text.user("nil")) },
  AttachUserPolicy: {
    InvalidInput: refused({ ...u0, PolicyArn: arn("user/u0") }, `ARN ${arn("user/u0")} is not valid.`),
    LimitExceeded: full({ UserName: "full", PolicyArn: arn("policy/p0") }, text.quota("policiesPerUser")),
    NoSuchEntity: [
      refused({ ...nil, PolicyArn: arn("policy/p0") }, text.user("nil")),
      refused(
        { ...u0, PolicyArn: none.policy },
        `Policy ${none.policy} does not exist or is not attachable.`,
      ),
    ],
    PolicyNotAttachable: refused(
      { ...u0, PolicyArn: servicePolicy },
      "Cannot attach a Service Role Policy to a Customer User.",
    ),
    ValidationError: refused({ ...u0, PolicyArn: "p0".repeat(10) }, `ARN ${"p0".repeat(10)} is not valid.`),
  },
  DetachUserPolicy: {
    InvalidInput: refused({ ...u0, PolicyArn: arn("user/u0") }, `ARN ${arn("user/u0")} is not valid.`),
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, PolicyArn: arn("policy/p0") }, text.user("nil")),
      refused({ ...u0, PolicyArn: arn("policy/p2") }, `Policy ${arn("policy/p2")} was not found.`),
    ],
    ValidationError: refused({ ...u0, PolicyArn: "p0".repeat(10) }, `ARN ${"p0".repeat(10)} is not valid.`),
  },
  ListAttachedUserPolicies: {
    InvalidInput: never("is told by the model"),
    NoSuchEntity: refused(nil, text.user("nil")),
  },
  PutUserPolicy: {
    LimitExceeded: refused(
      { ...u2, PolicyName, PolicyDocument: longerThan(2048) },
      "Maximum policy size of 2048 bytes exceeded for user u2",
    ),
    MalformedPolicyDocument: refused({ ...u2, PolicyName, PolicyDocument: "{}" }, "Syntax errors in policy."),
    NoSuchEntity: refused({ ...nil, PolicyName, PolicyDocument: allowed }, text.user("nil")),
  },
  GetUserPolicy: {
    NoSuchEntity: [
      refused({ ...nil, PolicyName }, text.user("nil")),
      refused({ ...u0, PolicyName }, "The user policy with name n cannot be found."),
    ],
  },
  DeleteUserPolicy: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, PolicyName }, text.user("nil")),
      refused({ ...u0, PolicyName }, "The user policy with name n cannot be found."),
    ],
  },
  ListUserPolicies: { NoSuchEntity: refused(nil, text.user("nil")) },
  PutUserPermissionsBoundary: {
    InvalidInput: refused(
      { ...u0, PermissionsBoundary: arn("user/u0") },
      `ARN ${arn("user/u0")} is not valid.`,
    ),
    NoSuchEntity: [
      refused({ ...nil, PermissionsBoundary: arn("policy/p0") }, text.user("nil")),
      refused(
        { ...u0, PermissionsBoundary: none.policy },
        `Scope ARN: ${none.policy} does not exist or is not attachable.`,
      ),
    ],
    PolicyNotAttachable: refused(
      { ...u0, PermissionsBoundary: servicePolicy },
      "Cannot attach a Service Role Policy to a Customer User.",
    ),
  },
  DeleteUserPermissionsBoundary: {
    NoSuchEntity: [
      refused(nil, text.user("nil")),
      refused(u0, "User u0 does not have a permissions boundary."),
    ],
  },
} satisfies Partial<ErrorTable>;
