import {
  ANN,
  allow,
  conditions,
  deny,
  type Example,
  example,
  GITHUB,
  policy,
  share,
  trust,
  typed,
  without,
} from "./example.ts";

const make = "iam:CreateServiceLinkedRole";
const linked = "arn:aws:iam::123456789012:role/aws-service-role/es.amazonaws.com/*";
const guard = { Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: "*" };
const text = (length: number) => ({
  Condition: { StringEquals: { "aws:PrincipalTag/x": "x".repeat(length) } },
});
const github = (sub: string) =>
  trust({
    Principal: { Federated: GITHUB },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringLike: { "token.actions.githubusercontent.com:sub": sub } },
  });

export const examplesOfWarnings: readonly Example[] = [
  example(
    "CREATE_SLR_WITH_NOT_RESOURCE",
    { Effect: "Allow", Action: make, NotResource: linked },
    { Effect: "Allow", Action: make, Resource: linked },
  ),
  example(
    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    { Effect: "Allow", Action: "iam:Create*", NotResource: linked },
    { Effect: "Allow", Action: "iam:Get*", NotResource: linked },
  ),
  example(
    "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    { Effect: "Allow", NotAction: "iam:PassRole", NotResource: linked },
    { Effect: "Allow", NotAction: "iam:*", NotResource: linked },
  ),
  example(
    "CREATE_SLR_WITH_STAR_IN_RESOURCE",
    allow({ Action: make, Resource: "*" }),
    deny({ Action: make, Resource: "*" }),
  ),
  example(
    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    allow({ Action: "iam:*", Resource: "*" }),
    allow({ Action: "iam:*", Resource: ANN }),
  ),
  example(
    "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    { Effect: "Allow", NotAction: "iam:PassRole", Resource: "*" },
    { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
  ),
  conditions(
    "INVALID_DATE_VALUE",
    { DateLessThan: { "aws:CurrentTime": "1700000000" } },
    { DateLessThan: { "aws:CurrentTime": "2023-11-14" } },
  ),
  typed(
    "resource",
    "INVALID_ROLE_REFERENCE",
    share({ Principal: { AWS: "AROA1234567890EXAMPLE" } }),
    share(),
  ),
  typed(
    "resource",
    "INVALID_USER_REFERENCE",
    share({ Principal: { AWS: "AIDA1234567890EXAMPLE" } }),
    share(),
  ),
  {
    code: "MISSING_VERSION",
    type: "identity",
    found: JSON.stringify({ Statement: allow() }),
    spared: policy(allow()).replace("2012", "2008"),
  },
  {
    code: "UNIQUE_SIDS_RECOMMENDED",
    type: "resource",
    found: policy(share({ Sid: "A" }), share({ Sid: "A", Effect: "Deny" })),
    spared: policy(share({ Sid: "A" }), share({ Sid: "B", Effect: "Deny" })),
  },
  conditions(
    "WILDCARD_WITHOUT_LIKE_OPERATOR",
    { StringEquals: { "shop:Shelf": "a*" } },
    { StringEquals: { "shop:Shelf": "a${*}" } },
  ),
  example("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", allow(text(6144)), allow(text(5000))),
  typed("resource", "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", share(text(20_480)), share(text(19_000))),
  typed("trust", "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", trust(text(2048)), trust(text(1500))),
  conditions(
    "TYPE_MISMATCH",
    { StringEquals: { "shop:Discount": "5" } },
    { NumericEquals: { "shop:Discount": "5" } },
  ),
  conditions(
    "TYPE_MISMATCH_BOOLEAN",
    { Bool: { "aws:SecureTransport": "yes" } },
    { Bool: { "aws:SecureTransport": "TRUE" } },
  ),
  conditions(
    "TYPE_MISMATCH_DATE",
    { DateLessThan: { "aws:CurrentTime": "tomorrow" } },
    { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } },
  ),
  conditions(
    "TYPE_MISMATCH_NUMBER",
    { NumericEquals: { "shop:Discount": "five" } },
    { NumericEquals: { "shop:Discount": "5.0" } },
  ),
  conditions(
    "TYPE_MISMATCH_STRING",
    { BinaryEquals: { "aws:PrincipalTag/x": "%%" } },
    { BinaryEquals: { "aws:PrincipalTag/x": "QUJD" } },
  ),
  typed(
    "trust",
    "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
    github("repo:octo-org/*:ref:refs/heads/main"),
    github("repo:octo-org/octo-repo:ref:refs/heads/main"),
  ),
  typed(
    "rcp",
    "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
    { ...guard, Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } },
    {
      ...guard,
      Condition: {
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
  ),
  typed(
    "rcp",
    "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
    { ...guard, Condition: { StringNotEqualsIfExists: { "aws:SourceOrgID": "o-a1b2c3d4e5" } } },
    {
      ...guard,
      Condition: {
        StringNotEqualsIfExists: { "aws:SourceOrgID": "o-a1b2c3d4e5" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "true" },
      },
    },
  ),
  typed(
    "rcp",
    "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",
    { ...guard, Condition: { StringNotEqualsIfExists: { "aws:SourceOrgID": "o-a1b2c3d4e5" } } },
    {
      ...guard,
      Condition: {
        StringNotEqualsIfExists: { "aws:SourceOrgID": "o-a1b2c3d4e5" },
        Null: { "aws:SourceAccount": "false" },
      },
    },
  ),
  example(
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
    allow({ Action: "*", Condition: { StringEquals: { "aws:VpceAccount": "123456789012" } } }),
    allow({ Action: "shop:*", Condition: { StringEquals: { "aws:VpceAccount": "123456789012" } } }),
  ),
  typed("key", "UNSUPPORTED_ACTION_IN_POLICY", share({ Action: "s3:GetObject", Resource: "*" }), {
    ...without(share(), "Action"),
    Action: "KMS:Decrypt",
    Resource: "*",
  }),
];
