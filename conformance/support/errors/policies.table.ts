import { allowed, arn, longerThan, none, oneTag, reservedTag, text, twice } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const nil = { PolicyArn: none.policy };
const p0 = { PolicyArn: arn("policy/p0") };
/** Of no policy, though it may be of something else. */
const unfit = { PolicyArn: arn("user/u0") };
const isUnfit = `ARN ${unfit.PolicyArn} is not valid.`;
const unparsed = { PolicyArn: "p0".repeat(10) };
const VersionId = "v9";
const notFound = `Policy ${none.policy} was not found.`;
const notUsable = `Policy ${none.policy} does not exist or is not attachable.`;
const noVersion = (PolicyArn: string) =>
  `Policy ${PolicyArn} version v9 does not exist or is not attachable.`;

export const policies = {
  CreatePolicy: {
    EntityAlreadyExists: refused(
      { PolicyName: "P0", PolicyDocument: allowed },
      "A policy called P0 already exists. Duplicate names are not allowed.",
    ),
    InvalidInput: [
      refused({ PolicyName: "new", PolicyDocument: allowed, Tags: twice }, text.twice),
      refused({ PolicyName: "new", PolicyDocument: allowed, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: [
      refused({ PolicyName: "new", PolicyDocument: longerThan(6144) }, text.quota("policySize")),
      full({ PolicyName: "new", PolicyDocument: allowed }, text.quota("policies")),
    ],
    MalformedPolicyDocument: refused({ PolicyName: "new", PolicyDocument: "{}" }, "Syntax errors in policy."),
  },
  GetPolicy: {
    InvalidInput: refused(unfit, isUnfit),
    NoSuchEntity: refused(nil, notFound),
    ValidationError: refused(unparsed, text.unparsed),
  },
  DeletePolicy: {
    DeleteConflict: refused(p0, "Cannot delete a policy attached to entities."),
    InvalidInput: refused(unfit, isUnfit),
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(nil, notFound),
    ValidationError: refused(unparsed, text.unparsed),
  },
  ListPolicies: {},
  CreatePolicyVersion: {
    InvalidInput: refused({ ...unfit, PolicyDocument: allowed }, isUnfit),
    LimitExceeded: [
      refused({ ...p0, PolicyDocument: longerThan(6144) }, text.quota("policySize")),
      full(
        { PolicyArn: arn("policy/full"), PolicyDocument: allowed },
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
      ),
    ],
    MalformedPolicyDocument: refused({ ...p0, PolicyDocument: "{}" }, "Syntax errors in policy."),
    NoSuchEntity: refused({ ...nil, PolicyDocument: allowed }, notUsable),
    ValidationError: refused({ ...unparsed, PolicyDocument: allowed }, text.unparsed),
  },
  GetPolicyVersion: {
    InvalidInput: refused({ ...unfit, VersionId }, isUnfit),
    NoSuchEntity: [
      refused({ ...nil, VersionId }, noVersion(nil.PolicyArn)),
      refused({ ...p0, VersionId }, noVersion(p0.PolicyArn)),
    ],
    ValidationError: refused({ ...unparsed, VersionId }, text.unparsed),
  },
  DeletePolicyVersion: {
    DeleteConflict: refused({ ...p0, VersionId: "v1" }, "Cannot delete the default version of a policy."),
    InvalidInput: refused({ ...unfit, VersionId }, isUnfit),
    LimitExceeded: never("takes away"),
    NoSuchEntity: [
      refused({ ...nil, VersionId }, noVersion(nil.PolicyArn)),
      refused({ ...p0, VersionId }, noVersion(p0.PolicyArn)),
    ],
    ValidationError: refused({ ...unparsed, VersionId }, text.unparsed),
  },
  SetDefaultPolicyVersion: {
    InvalidInput: refused({ ...unfit, VersionId }, isUnfit),
    LimitExceeded: never("has its limit from no quota"),
    NoSuchEntity: [
      refused({ ...nil, VersionId }, noVersion(nil.PolicyArn)),
      refused({ ...p0, VersionId }, noVersion(p0.PolicyArn)),
    ],
    ValidationError: refused({ ...unparsed, VersionId }, text.unparsed),
  },
  ListPolicyVersions: {
    InvalidInput: refused(unfit, isUnfit),
    NoSuchEntity: refused(nil, notUsable),
    ValidationError: refused(unparsed, text.unparsed),
  },
  ListEntitiesForPolicy: {
    InvalidInput: refused(unfit, isUnfit),
    NoSuchEntity: refused(nil, notUsable),
    ValidationError: refused(unparsed, text.unparsed),
  },
  TagPolicy: {
    InvalidInput: [
      refused({ ...p0, Tags: twice }, text.twice),
      refused({ ...p0, Tags: reservedTag }, text.reserved),
      refused({ ...unfit, Tags: oneTag }, isUnfit),
    ],
    LimitExceeded: full({ PolicyArn: arn("policy/full"), Tags: oneTag }, text.manyTags),
    NoSuchEntity: refused({ ...nil, Tags: oneTag }, notFound),
    ValidationError: refused({ ...unparsed, Tags: oneTag }, text.unparsed),
  },
  UntagPolicy: {
    InvalidInput: [
      refused({ ...unfit, TagKeys: ["team"] }, isUnfit),
      refused({ ...p0, TagKeys: [] }, text.noKeys),
    ],
    NoSuchEntity: refused({ ...nil, TagKeys: ["team"] }, notFound),
    ValidationError: refused({ ...unparsed, TagKeys: ["team"] }, text.unparsed),
  },
  ListPolicyTags: {
    InvalidInput: refused(unfit, isUnfit),
    NoSuchEntity: refused(nil, notFound),
    ValidationError: refused(unparsed, text.unparsed),
  },
} satisfies Partial<ErrorTable>;
