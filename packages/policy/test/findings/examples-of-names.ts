import { ANN, allow, type Example, example, OIDC, SAML, share, trust, typed } from "./example.ts";

const anywhere = { Service: "rolesanywhere.amazonaws.com" };

export const examplesOfNames: readonly Example[] = [
  example("INVALID_ACTION", allow({ Action: "shop:GetItme" }), allow({ Action: "SHOP:getitem" })),
  example("INVALID_SERVICE_IN_ACTION", allow({ Action: "shpo:GetItem" }), allow({ Action: "shop:Get*" })),
  typed(
    "trust",
    "UNSUPPORTED_ACTION_IN_POLICY",
    trust({ Action: ["sts:AssumeRole", "s3:GetObject"] }),
    trust({ Action: ["sts:AssumeRole", "sts:TagSession"] }),
  ),
  typed(
    "trust",
    "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
    trust({ Principal: anywhere, Action: ["sts:AssumeRole", "sts:TagSession"] }),
    trust({ Principal: anywhere, Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] }),
  ),
  typed(
    "trust",
    "MISMATCHED_ACTION_FOR_PRINCIPAL",
    trust({ Principal: { Federated: SAML }, Action: "sts:AssumeRoleWithWebIdentity" }),
    trust({ Principal: { Federated: SAML }, Action: "sts:AssumeRoleWithSAML" }),
  ),
  example("INVALID_SERVICE", allow({ Resource: "arn:aws:shpo:::catalogue/x" }), allow()),
  example(
    "INVALID_ARN_PREFIX",
    allow({ Resource: "aws:shop:::catalogue/x" }),
    allow({ Resource: "arn:aws:shop:::catalogue/x" }),
  ),
  example(
    "MISSING_ARN_FIELD",
    allow({ Resource: "arn:aws:sqs:eu-central-1:queue" }),
    allow({ Resource: "arn:aws:sqs:eu-central-1:*" }),
  ),
  example(
    "INVALID_PARTITION",
    allow({ Resource: "arn:azure:s3:::b" }),
    allow({ Resource: "arn:aws-cn:s3:::b" }),
  ),
  example(
    "INVALID_ARN_SERVICE_CASE",
    allow({ Resource: "arn:aws:S3:::b" }),
    allow({ Resource: "arn:aws:s3:::B" }),
  ),
  example(
    "INVALID_ARN_REGION",
    allow({ Resource: "arn:aws:sqs:eu-middle-1:123456789012:q" }),
    allow({ Resource: "arn:aws:sqs:eu-*-1:123456789012:q" }),
  ),
  example(
    "MISSING_ARN_REGION",
    allow({ Resource: "arn:aws:shop::123456789012:item/7" }),
    allow({ Resource: "arn:aws:shop:*:123456789012:item/7" }),
  ),
  example(
    "ARN_REGION_NOT_ALLOWED",
    allow({ Resource: "arn:aws:shop:eu-central-1::catalogue/x" }),
    allow({ Resource: "arn:aws:shop:::catalogue/x" }),
  ),
  example(
    "INVALID_ARN_ACCOUNT",
    allow({ Resource: "arn:aws:sqs:*:12345:q" }),
    allow({ Resource: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
  ),
  example(
    "MISSING_ARN_ACCOUNT",
    allow({ Resource: "arn:aws:shop:eu-central-1::item/7" }),
    allow({ Resource: "arn:aws:ssm:*::document/AWS-RunShellScript" }),
  ),
  example(
    "ARN_ACCOUNT_NOT_ALLOWED",
    allow({ Resource: "arn:aws:shop::123456789012:catalogue/x" }),
    allow({ Resource: "arn:aws:shop:::catalogue/x" }),
  ),
  example(
    "INVALID_ARN_RESOURCE",
    allow({ Resource: "arn:aws:shop:*:*:shelf/7" }),
    allow({ Resource: "arn:aws:shop:*:*:i*/7" }),
  ),
  typed(
    "key",
    "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
    share({ Action: "kms:Decrypt", Resource: "arn:aws:s3:::b" }),
    share({ Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-central-1:123456789012:key/x" }),
  ),
  typed(
    "resource",
    "INVALID_PRINCIPAL_FORMAT",
    share({ Principal: ANN }),
    share({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } } }),
  ),
  typed("resource", "INVALID_PRINCIPAL_KEY", share({ Principal: { aws: ANN } }), share()),
  example("UNSUPPORTED_PRINCIPAL", allow({ Principal: "*" }), allow()),
  typed(
    "resource",
    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    share({ Principal: { AWS: "arn:aws:iam::123456789012:user/*" } }),
    share({ Principal: { AWS: "*" } }),
  ),
  typed(
    "trust",
    "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    trust({ Principal: "*" }),
    trust({ Principal: { AWS: "*" } }),
  ),
  typed("resource", "FEDERATED_PRINCIPAL_NOT_SUPPORTED", share({ Principal: { Federated: OIDC } }), share()),
  typed(
    "trust",
    "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    trust({ Principal: { Federated: "https://id.example.org/" }, Action: "sts:AssumeRoleWithWebIdentity" }),
    trust({ Principal: { Federated: "accounts.google.com" }, Action: "sts:AssumeRoleWithWebIdentity" }),
  ),
  typed(
    "trust",
    "INVALID_SERVICE_PRINCIPAL_FORMAT",
    trust({ Principal: { Service: "EC2.amazonaws.com" } }),
    trust({ Principal: { Service: ["ec2.amazonaws.com", "shop.example.org"] } }),
  ),
];
