import {
  ANN,
  allow,
  conditions,
  deny,
  type Example,
  example,
  ITEM,
  OIDC,
  policy,
  ROLE,
  share,
  trust,
  typed,
} from "./example.ts";

const session = "arn:aws:sts::123456789012:assumed-role/worker/s";
const tagged = { StringEquals: { "aws:ResourceTag/a": "x" } };
const web = "sts:AssumeRoleWithWebIdentity";
const sns = { Service: "sns.amazonaws.com" };

export const examplesOfSuggestions: readonly Example[] = [
  example("EMPTY_ARRAY_ACTION", allow({ Action: [] }), allow({ Action: ["shop:GetItem"] })),
  conditions(
    "EMPTY_ARRAY_CONDITION",
    { StringEquals: { "shop:Shelf": [] } },
    { StringEquals: { "shop:Shelf": [""] } },
  ),
  conditions(
    "EMPTY_ARRAY_CONDITION_FORALLVALUES",
    { "ForAllValues:StringEquals": { "shop:Labels": [] } },
    { "ForAllValues:StringEquals": { "shop:Labels": "x" } },
  ),
  conditions(
    "EMPTY_ARRAY_CONDITION_FORANYVALUE",
    { "ForAnyValue:StringEquals": { "shop:Labels": [] } },
    { "ForAllValues:StringEquals": { "shop:Labels": [] } },
  ),
  conditions(
    "EMPTY_ARRAY_CONDITION_IFEXISTS",
    { StringEqualsIfExists: { "shop:Shelf": [] } },
    { StringEquals: { "shop:Shelf": [] } },
  ),
  typed(
    "resource",
    "EMPTY_ARRAY_PRINCIPAL",
    share({ Principal: { AWS: [] } }),
    share({ Principal: { AWS: [ANN] } }),
  ),
  example("EMPTY_ARRAY_RESOURCE", allow({ Resource: [] }), allow({ Resource: [ITEM] })),
  example("EMPTY_OBJECT_CONDITION", allow({ Condition: {} }), allow()),
  typed("resource", "EMPTY_OBJECT_PRINCIPAL", share({ Principal: {} }), share({ Principal: { AWS: [] } })),
  example("EMPTY_SID_VALUE", allow({ Sid: "" }), allow({ Sid: "0" })),
  conditions(
    "EQUIVALENT_TO_NULL_FALSE",
    { StringLike: { "shop:Shelf": "*" } },
    { StringLike: { "shop:Shelf": "?*" } },
  ),
  conditions(
    "EQUIVALENT_TO_NULL_TRUE",
    { StringNotLike: { "shop:Shelf": "*" } },
    { StringNotLike: { "shop:Shelf": "a*" } },
  ),
  conditions(
    "IMPROVE_IP_RANGE",
    { IpAddress: { "aws:SourceIp": "203.0.113.7/24" } },
    { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
  ),
  conditions(
    "NULL_WITH_QUALIFIER",
    { "ForAnyValue:Null": { "shop:Labels": "true" } },
    { Null: { "shop:Labels": "true" } },
  ),
  conditions(
    "PRIVATE_IP_ADDRESS_SUBSET",
    { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"] } },
    { IpAddress: { "aws:SourceIp": ["198.51.100.0/24", "203.0.113.0/24"] } },
  ),
  conditions(
    "PRIVATE_NOT_IP_ADDRESS_SUBSET",
    { NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"] } },
    { NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } },
  ),
  example(
    "REDUNDANT_ACTION",
    allow({ Action: ["shop:Get*", "shop:GetItem"] }),
    allow({ Action: ["shop:Get*", "shop:*Item"] }),
  ),
  conditions(
    "REDUNDANT_CONDITION_VALUE_NUM",
    { NumericLessThan: { "shop:Discount": ["5", "7"] } },
    { NumericEquals: { "shop:Discount": ["5", "7"] } },
  ),
  example(
    "REDUNDANT_RESOURCE",
    allow({ Resource: ["arn:aws:s3:::b/*", "arn:aws:s3:::b/x"] }),
    allow({ Resource: ["arn:aws:s3:::b/*", "arn:aws:s3:::b"] }),
  ),
  {
    code: "REDUNDANT_STATEMENT",
    type: "identity",
    found: policy(allow({ Sid: "a" }), allow({ Sid: "b", Resource: [ITEM] })),
    spared: policy(allow({ Sid: "a" }), deny({ Sid: "b" })),
  },
  typed(
    "trust",
    "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
    trust({ Principal: { AWS: [ROLE, session] } }),
    trust({ Principal: { AWS: [ROLE, session.replace("worker", "other")] } }),
  ),
  conditions(
    "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
    { StringLikeIfExists: { "shop:Shelf": "*" } },
    { StringLikeIfExists: { "shop:Shelf": "a*" } },
  ),
  conditions(
    "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
    { "ForAnyValue:StringNotLike": { "shop:Labels": "*" } },
    { "ForAllValues:StringNotLike": { "shop:Labels": "*" } },
  ),
  example(
    "WILDCARD_IN_SERVICE_NAME",
    allow({ Resource: "arn:aws:*code*::123456789012:*" }),
    allow({ Resource: "arn:aws:codebuild:*:123456789012:*" }),
  ),
  example(
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    allow({ Action: ["shop:GetItem", "shop:ListItems"], Resource: "*", Condition: tagged }),
    allow({ Action: ["shop:GetItem", "shop:*Items", "shop:*"], Resource: "*", Condition: { Null: tagged } }),
  ),
  example(
    "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    { Effect: "Allow", NotAction: "iam:*", Resource: "*", Condition: tagged },
    allow({ Condition: tagged }),
  ),
  typed(
    "resource",
    "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    share({ Principal: sns, Condition: { StringEquals: { "aws:Referer": "123456789012" } } }),
    share({
      Principal: sns,
      Condition: { StringEquals: { "aws:Referer": "x", "aws:SourceAccount": "123456789012" } },
    }),
  ),
  typed(
    "resource",
    "IRRELEVANT_CONDITION_KEY_IN_POLICY",
    share({ Action: "s3:GetObject", Condition: { StringEquals: { "s3:ResourceAccount": "123456789012" } } }),
    share({ Action: "s3:GetObject", Condition: { StringEquals: { "s3:authType": "REST-HEADER" } } }),
  ),
  typed(
    "trust",
    "CONFIRM_AUDIENCE_CLAIM_TYPE",
    trust({
      Principal: { Federated: OIDC },
      Action: web,
      Condition: { "ForAnyValue:StringEquals": { "id.example.org:aud": "app" } },
    }),
    trust({
      Principal: { Federated: OIDC },
      Action: web,
      Condition: { StringEquals: { "id.example.org:aud": "app" } },
    }),
  ),
];
