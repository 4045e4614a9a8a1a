import { allowed, arn, none } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const JobId = "0".repeat(36);
const noJob = `The job with id ${JobId} cannot be found.`;
const ActionNames = ["s3:GetObject"];
const user = arn("user/u0");
const nil = arn("user/nil");
const policy = arn("policy/p0");
/** Of nobody who has policies. */
const unfit = arn("mfa/d0");
const unfitSource = `Invalid ARN provided in the request: ${unfit}`;
const noSource = "Unable to retrieve specified IAM entity.";

export const reports = {
  GetAccountAuthorizationDetails: {},
  GenerateCredentialReport: { LimitExceeded: never("has its limit from no quota") },
  GetCredentialReport: {
    ReportExpired: refused(undefined as never, "The report has expired.", { in: "later" }),
    ReportInProgress: never("is made at once"),
    ReportNotPresent: refused(undefined as never, "No report exists."),
  },
  GenerateServiceLastAccessedDetails: {
    InvalidInput: refused({ Arn: unfit }, `Invalid ARN: ${unfit}`),
    NoSuchEntity: [
      refused({ Arn: nil }, `ARN ${nil} not found`),
      refused({ Arn: none.policy }, `ARN ${none.policy} not found`),
    ],
  },
  GetServiceLastAccessedDetails: {
    InvalidInput: never("asks for what is there"),
    NoSuchEntity: refused({ JobId }, noJob),
  },
  GetServiceLastAccessedDetailsWithEntities: {
    InvalidInput: refused(
      ({ report }) => ({ JobId: report, ServiceNamespace: "nobody" }),
      "Service namepace nobody is either invalid or unsupported.",
    ),
    NoSuchEntity: refused({ JobId, ServiceNamespace: "iam" }, noJob),
  },
  ListPoliciesGrantingServiceAccess: {
    InvalidInput: [
      refused({ Arn: unfit, ServiceNamespaces: ["s3"] }, `Invalid ARN: ${unfit}`),
      refused({ Arn: policy, ServiceNamespaces: ["s3"] }, `Invalid Entity Arn: ${policy} is not supported.`),
      refused(
        { Arn: user, ServiceNamespaces: ["s3", "S3", "nobody"] },
        "Invalid service namespace: [S3, nobody]",
      ),
    ],
    NoSuchEntity: refused({ Arn: nil, ServiceNamespaces: ["s3"] }, `ARN ${nil} not found`),
  },
  GetContextKeysForCustomPolicy: {
    InvalidInput: refused({ PolicyInputList: ["{}"] }, "Policy input list item 1 has invalid content"),
  },
  GetContextKeysForPrincipalPolicy: {
    InvalidInput: [
      refused({ PolicySourceArn: unfit }, unfitSource),
      refused({ PolicySourceArn: user, PolicyInputList: ["{}"] }, /^Policy input list item 1 /),
    ],
    NoSuchEntity: refused({ PolicySourceArn: nil }, noSource),
  },
  SimulateCustomPolicy: {
    InvalidInput: [
      refused({ PolicyInputList: ["{}"], ActionNames }, "Policy input list item 1 has invalid content"),
      refused({ PolicyInputList: [allowed], ActionNames, ResourceOwner: "nobody" }, /nobody/),
    ],
    PolicyEvaluation: never("is checked before"),
  },
  SimulatePrincipalPolicy: {
    InvalidInput: [
      refused({ PolicySourceArn: unfit, ActionNames }, unfitSource),
      refused({ PolicySourceArn: user, ActionNames, PolicyInputList: ["{}"] }, /^Policy input list item 1 /),
    ],
    NoSuchEntity: refused({ PolicySourceArn: nil, ActionNames }, noSource),
    PolicyEvaluation: full(
      { PolicySourceArn: arn("user/full"), ActionNames },
      /^A policy could not be evaluated, one of: /,
    ),
  },
} satisfies Partial<ErrorTable>;
