import { allowed, arn, longerThan, none, servicePolicy, text } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const nil = { GroupName: none.group };
const g0 = { GroupName: "g0" };
const g2 = { GroupName: "g2" };
const PolicyName = "n";

export const groups = {
  CreateGroup: {
    EntityAlreadyExists: refused({ GroupName: "G0" }, "Group with name G0 already exists."),
    LimitExceeded: full({ GroupName: "new" }, text.quota("groups")),
    NoSuchEntity: never("names nothing else"),
  },
  GetGroup: { NoSuchEntity: refused(nil, text.group("nil")) },
  UpdateGroup: {
    EntityAlreadyExists: refused({ ...g0, NewGroupName: "G1" }, "Group with name G1 already exists."),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: refused(nil, text.group("nil")),
  },
  DeleteGroup: {
    DeleteConflict: refused(g0, "Cannot delete entity, must remove users from group first."),
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(nil, text.group("nil")),
  },
  ListGroups: {},
  ListGroupsForUser: { NoSuchEntity: refused({ UserName: none.user }, text.user("nil")) },
  AddUserToGroup: {
    LimitExceeded: full({ ...g0, UserName: "full" }, text.quota("groupsPerUser")),
    NoSuchEntity: [
      refused({ ...nil, UserName: "u0" }, text.group("nil")),
      refused({ ...g0, UserName: none.user }, text.user("nil")),
    ],
  },
  RemoveUserFromGroup: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, UserName: "u0" }, text.group("nil")),
      refused({ ...g0, UserName: none.user }, text.user("nil")),
    ],
  },
  AttachGroupPolicy: {
    InvalidInput: refused({ ...g0, PolicyArn: arn("user/u0") }, `ARN ${arn("user/u0")} is not valid.`),
    LimitExceeded: full({ GroupName: "full", PolicyArn: arn("policy/p0") }, text.quota("policiesPerGroup")),
    NoSuchEntity: [
      refused({ ...nil, PolicyArn: arn("policy/p0") }, text.group("nil")),
      refused(
        { ...g0, PolicyArn: none.policy },
        `Policy ${none.policy} does not exist or is not attachable.`,
      ),
    ],
    PolicyNotAttachable: refused(
      { ...g0, PolicyArn: servicePolicy },
      "Cannot attach a Service Role Policy to a Customer Group.",
    ),
    ValidationError: refused({ ...g0, PolicyArn: "p0".repeat(10) }, `ARN ${"p0".repeat(10)} is not valid.`),
  },
  DetachGroupPolicy: {
    InvalidInput: refused({ ...g0, PolicyArn: arn("user/u0") }, `ARN ${arn("user/u0")} is not valid.`),
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, PolicyArn: arn("policy/p0") }, text.group("nil")),
      refused({ ...g0, PolicyArn: arn("policy/p2") }, `Policy ${arn("policy/p2")} was not found.`),
    ],
    ValidationError: refused({ ...g0, PolicyArn: "p0".repeat(10) }, `ARN ${"p0".repeat(10)} is not valid.`),
  },
  ListAttachedGroupPolicies: {
    InvalidInput: never("is told by the model"),
    NoSuchEntity: refused(nil, text.group("nil")),
  },
  PutGroupPolicy: {
    LimitExceeded: refused(
      { ...g2, PolicyName, PolicyDocument: longerThan(5120) },
      "Maximum policy size of 5120 bytes exceeded for group g2",
    ),
    MalformedPolicyDocument: refused({ ...g2, PolicyName, PolicyDocument: "{}" }, "Syntax errors in policy."),
    NoSuchEntity: refused({ ...nil, PolicyName, PolicyDocument: allowed }, text.group("nil")),
  },
  GetGroupPolicy: {
    NoSuchEntity: [
      refused({ ...nil, PolicyName }, text.group("nil")),
      refused({ ...g0, PolicyName }, "The group policy with name n cannot be found."),
    ],
  },
  DeleteGroupPolicy: {
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, PolicyName }, text.group("nil")),
      refused({ ...g0, PolicyName }, "The group policy with name n cannot be found."),
    ],
  },
  ListGroupPolicies: { NoSuchEntity: refused(nil, text.group("nil")) },
} satisfies Partial<ErrorTable>;
