import { allowed, arn, linkedRole, longerThan, none, servicePolicy, text } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const nil = { RoleName: none.role };
const r0 = { RoleName: "r0" };
const r2 = { RoleName: "r2" };
const linked = { RoleName: linkedRole };
const PolicyName = "n";

export const rolePolicies = {
  AttachRolePolicy: {
    InvalidInput: refused({ ...r0, PolicyArn: arn("user/u0") }, `ARN ${arn("user/u0")} is not valid.`),
    LimitExceeded: full({ RoleName: "full", PolicyArn: arn("policy/p0") }, text.quota("policiesPerRole")),
    NoSuchEntity: [
      refused({ ...nil, PolicyArn: arn("policy/p0") }, text.role("nil")),
      refused(
        { ...r0, PolicyArn: none.policy },
        `Policy ${none.policy} does not exist or is not attachable.`,
      ),
    ],
    PolicyNotAttachable: refused(
      { ...r0, PolicyArn: servicePolicy },
      "Cannot attach a Service Role Policy to a Customer Role.",
    ),
    UnmodifiableEntity: refused({ ...linked, PolicyArn: arn("policy/p0") }, text.protectedRole),
    ValidationError: refused({ ...r0, PolicyArn: "p0".repeat(10) }, `ARN ${"p0".repeat(10)} is not valid.`),
  },
  DetachRolePolicy: {
    InvalidInput: refused({ ...r0, PolicyArn: arn("user/u0") }, `ARN ${arn("user/u0")} is not valid.`),
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, PolicyArn: arn("policy/p0") }, text.role("nil")),
      refused({ ...r0, PolicyArn: arn("policy/p2") }, `Policy ${arn("policy/p2")} was not found.`),
    ],
    UnmodifiableEntity: refused({ ...linked, PolicyArn: servicePolicy }, text.protectedRole),
    ValidationError: refused({ ...r0, PolicyArn: "p0".repeat(10) }, `ARN ${"p0".repeat(10)} is not valid.`),
  },
  ListAttachedRolePolicies: {
    InvalidInput: never("is told by the model"),
    NoSuchEntity: refused(nil, text.role("nil")),
  },
  PutRolePolicy: {
    LimitExceeded: refused(
      { ...r2, PolicyName, PolicyDocument: longerThan(10_240) },
      "Maximum policy size of 10240 bytes exceeded for role r2",
    ),
    MalformedPolicyDocument: refused({ ...r2, PolicyName, PolicyDocument: "{}" }, "Syntax errors in policy."),
    NoSuchEntity: refused({ ...nil, PolicyName, PolicyDocument: allowed }, text.role("nil")),
    UnmodifiableEntity: refused({ ...linked, PolicyName, PolicyDocument: allowed }, text.protectedRole),
  },
  GetRolePolicy: {
    NoSuchEntity: [
      refused({ ...nil, PolicyName }, text.role("nil")),
      refused({ ...r0, PolicyName }, "The role policy with name n cannot be found."),
    ],
  },
  DeleteRolePolicy: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, PolicyName }, text.role("nil")),
      refused({ ...r0, PolicyName }, "The role policy with name n cannot be found."),
    ],
    UnmodifiableEntity: refused({ ...linked, PolicyName }, text.protectedRole),
  },
  ListRolePolicies: { NoSuchEntity: refused(nil, text.role("nil")) },
  CreateServiceLinkedRole: {
    AccessDenied: refused(
      { AWSServiceName: "nobody.amazonaws.com" },
      "Cannot find Service Linked Role template for nobody.amazonaws.com",
    ),
    InvalidInput: [
      refused(
        { AWSServiceName: "ecs.amazonaws.com" },
        `Service role name ${linkedRole} has been taken in this account, please try a different suffix.`,
      ),
      refused(
        { AWSServiceName: "ecs.amazonaws.com", CustomSuffix: "blue" },
        "Custom suffix is not allowed for ecs.amazonaws.com",
      ),
    ],
    LimitExceeded: full({ AWSServiceName: "autoscaling.amazonaws.com" }, text.quota("roles")),
    NoSuchEntity: never("names nothing else"),
  },
  DeleteServiceLinkedRole: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: [refused(nil, text.role("nil")), refused(r0, "r0 exists but is not a service role.")],
  },
  GetServiceLinkedRoleDeletionStatus: {
    InvalidInput: refused({ DeletionTaskId: "task" }, "Invalid task id"),
    NoSuchEntity: refused(
      { DeletionTaskId: `task/aws-service-role/ecs.amazonaws.com/${linkedRole}/${"0".repeat(36)}` },
      "Cannot find deletion status for given id.",
    ),
  },
} satisfies Partial<ErrorTable>;
