/** Condition keys that some check speaks of, in lower case. */

/** Never documented for use, and found in old policies. */
export const RETIRED_KEYS: ReadonlySet<string> = new Set(["aws:arn"]);

/**
 * Wildcards in these have no use.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive
 */
export const SENSITIVE_KEYS: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:resourceaccount",
  "aws:resourceorgid",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:vpceaccount",
  "aws:vpceorgid",
]);

/** Headers that the caller writes. */
export const UNTRUSTWORTHY_KEYS: ReadonlySet<string> = new Set(["aws:referer", "aws:useragent"]);

/** An address inside a VPC says nothing without the VPC: both networks may use the same private range. */
export const PAIRED_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws:vpcsourceip", ["aws:SourceVpc"]],
]);

/** Keys that only some services send. */
export const KEYS_OF_SOME_SERVICES: ReadonlySet<string> = new Set([
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
]);

/** Who a service acts for. One of them belongs beside every service principal. */
export const SOURCE_KEYS: readonly string[] = [
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
];

/** Properties of IAM principals, which a service principal does not have. */
export const IAM_PRINCIPAL_KEYS: readonly string[] = [
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:userid",
  "aws:username",
];
export const PRINCIPAL_TAG = "aws:principaltag/";

/** Keys whose value is the ARN of a KMS key. */
export const KMS_KEY_KEYS: ReadonlySet<string> = new Set([
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "ec2:kmskeyid",
  "rds:kmskeyid",
  "lambda:kmskeyarn",
]);

/** Keys of AssumeRole that only a second action sets. */
export const ACTION_OF_KEY: readonly (readonly [key: string, action: string])[] = [
  ["sts:sourceidentity", "sts:SetSourceIdentity"],
  ["sts:transitivetagkeys", "sts:TagSession"],
  ["aws:requesttag/", "sts:TagSession"],
  ["aws:tagkeys", "sts:TagSession"],
];

/** The claims of an audience that have one value, at the providers that AWS itself knows. */
export const AUDIENCE_KEYS: ReadonlySet<string> = new Set([
  "accounts.google.com:aud",
  "accounts.google.com:oaud",
  "cognito-identity.amazonaws.com:aud",
  "graph.facebook.com:app_id",
  "www.amazon.com:app_id",
  "token.actions.githubusercontent.com:aud",
  "saml:aud",
]);

export const GITHUB = "token.actions.githubusercontent.com";
