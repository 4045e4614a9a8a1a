import {
  ANN,
  allow,
  conditions,
  deny,
  type Example,
  example,
  GITHUB,
  OIDC,
  ROLE,
  share,
  trust,
  typed,
} from "./example.ts";

const web = "sts:AssumeRoleWithWebIdentity";
const toEc2 = { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } };
const table = { Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:*:123456789012:table/t" };
const bucket = { Action: "s3:ListBucket", Resource: "arn:aws:s3:::b" };
const attributes = { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id"] } };
const sns = { Service: "sns.amazonaws.com" };

export const examplesOfSecurity: readonly Example[] = [
  conditions(
    "UNTRUSTWORTHY_CONDITION_KEY",
    { StringLike: { "aws:Referer": "https://example.org/*" } },
    { StringEquals: { "aws:PrincipalTag/site": "example.org" } },
  ),
  typed(
    "resource",
    "ALLOW_WITH_NOT_PRINCIPAL",
    allow({ NotPrincipal: { AWS: ANN } }),
    deny({ NotPrincipal: { AWS: ANN } }),
  ),
  conditions(
    "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
    { "ForAllValues:StringEquals": { "shop:Shelf": "x" } },
    { "ForAllValues:StringEquals": { "shop:Labels": "x" } },
  ),
  example(
    "PASS_ROLE_WITH_NOT_RESOURCE",
    { Effect: "Allow", Action: "iam:PassRole", NotResource: ROLE },
    { Effect: "Deny", Action: "iam:PassRole", NotResource: ROLE },
  ),
  example(
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    { Effect: "Allow", Action: "iam:P*", NotResource: ROLE },
    { Effect: "Allow", Action: "iam:G*", NotResource: ROLE },
  ),
  example(
    "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    { Effect: "Allow", NotAction: "s3:*", NotResource: ROLE },
    { Effect: "Allow", NotAction: "iam:Pass*", NotResource: ROLE },
  ),
  example(
    "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    allow({ Action: "iam:PassRole", Resource: "*" }),
    allow({ Action: "iam:PassRole", Resource: "*", Condition: toEc2 }),
  ),
  example(
    "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    allow({ Action: "iam:PassRole", Resource: "arn:aws:iam::*:role/*" }),
    allow({ Action: "iam:PassRole", Resource: "arn:aws:iam::*:role/Service*" }),
  ),
  example(
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
    allow({ Action: "*", Resource: "*" }),
    allow({ Action: "shop:*", Resource: "*" }),
  ),
  example(
    "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    { Effect: "Allow", NotAction: "s3:*", Resource: "*" },
    { Effect: "Allow", NotAction: ["s3:*", "iam:*"], Resource: "*" },
  ),
  conditions(
    "MISSING_PAIRED_CONDITION_KEYS",
    { IpAddress: { "aws:VpcSourceIp": "10.0.0.1" } },
    { IpAddress: { "aws:VpcSourceIp": "10.0.0.1" }, StringEquals: { "aws:SourceVpc": "vpc-12345678" } },
  ),
  example(
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    deny({
      Action: "shop:ListItems",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/a": "x" } },
    }),
    deny({ Action: "shop:DeleteItem", Condition: { StringEquals: { "aws:ResourceTag/a": "x" } } }),
  ),
  example(
    "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    {
      Effect: "Deny",
      NotAction: "iam:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/a": "x" } },
    },
    {
      Effect: "Deny",
      NotAction: "iam:*",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:ResourceTag/a": "x" } },
    },
  ),
  typed(
    "resource",
    "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
    share({ Principal: sns }),
    share({ Principal: sns, Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } }),
  ),
  typed(
    "trust",
    "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
    trust({ Principal: { Federated: OIDC }, Action: web }),
    trust({
      Principal: { Federated: OIDC },
      Action: web,
      Condition: { StringEquals: { "id.example.org:aud": "app" } },
    }),
  ),
  typed(
    "trust",
    "MISSING_GITHUB_REPO_CONDITION_KEY",
    trust({
      Principal: { Federated: GITHUB },
      Action: web,
      Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } },
    }),
    trust({
      Principal: { Federated: GITHUB },
      Action: web,
      Condition: {
        StringEquals: { "token.actions.githubusercontent.com:sub": "repo:o/r:ref:refs/heads/main" },
      },
    }),
  ),
  conditions(
    "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
    { StringLike: { "shop:OwnerArn": "arn:aws:iam::*:role/x" } },
    { ArnLike: { "shop:OwnerArn": "arn:aws:iam::*:role/x" } },
  ),
  example(
    "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
    allow({ ...table, Condition: attributes }),
    allow({
      ...table,
      Condition: { ...attributes, StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" } },
    }),
  ),
  example(
    "S3_PREFIX_IN_NEGATIVE_CONTEXT",
    deny({ ...bucket, Condition: { StringLike: { "s3:prefix": "private/*" } } }),
    deny({ ...bucket, Condition: { StringNotLike: { "s3:prefix": "public/*" } } }),
  ),
  typed(
    "trust",
    "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
    trust({
      Principal: { Federated: "accounts.google.com" },
      Action: web,
      Condition: { "ForAnyValue:StringEquals": { "accounts.google.com:aud": "app" } },
    }),
    trust({
      Principal: { Federated: "accounts.google.com" },
      Action: web,
      Condition: { StringEquals: { "accounts.google.com:aud": "app" } },
    }),
  ),
];
