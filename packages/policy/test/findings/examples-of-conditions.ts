import { allow, conditions, type Example, example, policy, share, trust, typed } from "./example.ts";

const tagged = { "aws:ResourceTag/a": "x" };

export const examplesOfConditions: readonly Example[] = [
  conditions("INVALID_CONDITION_OPERATOR", { StringMatches: tagged }, { stringequals: tagged }),
  conditions(
    "NULL_WITH_IF_EXISTS",
    { NullIfExists: { "shop:Shelf": true } },
    { Null: { "shop:Shelf": true } },
  ),
  conditions(
    "INVALID_CONDITION_KEY_FORMAT",
    { StringEquals: { shelf: "x" } },
    { StringEquals: { "shop:Shelf": "x" } },
  ),
  conditions(
    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
    { StringEquals: { "shop:Shelf": "x", "shop:shelf": "y" } },
    { StringEquals: { "shop:Shelf": "x" }, StringNotEquals: { "shop:shelf": "y" } },
  ),
  conditions(
    "INVALID_GLOBAL_CONDITION_KEY",
    { StringEquals: { "aws:PrincipalName": "x" } },
    { StringEquals: { "AWS:principaltype": "x" } },
  ),
  conditions(
    "UNSUPPORTED_GLOBAL_CONDITION_KEY",
    { ArnEquals: { "aws:ARN": "arn:aws:s3:::b" } },
    { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/x" } },
  ),
  conditions(
    "INVALID_SERVICE_CONDITION_KEY",
    { StringEquals: { "shop:Floor": "x" } },
    { StringEquals: { "shop:ItemTag/floor": "x" } },
  ),
  conditions(
    "MISSING_TAG_KEY_IN_CONDITION",
    { StringEquals: { "aws:ResourceTag/": "x" } },
    { StringEquals: tagged },
  ),
  example(
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
    allow({
      Action: ["shop:GetItem", "shop:DeleteItem"],
      Condition: { StringEquals: { "shop:Shelf": "x" } },
    }),
    allow({
      Action: ["shop:GetItem", "shop:Delete*"],
      Condition: { StringEquals: { "shop:Shelf": "x" } },
    }),
  ),
  typed(
    "trust",
    "MISSING_ACTION_FOR_CONDITION_KEY",
    trust({ Condition: { StringEquals: { "sts:SourceIdentity": "ann" } } }),
    trust({
      Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
      Condition: { StringEquals: { "sts:SourceIdentity": "ann" } },
    }),
  ),
  typed(
    "resource",
    "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    share({
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    }),
    share({
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } },
    }),
  ),
  conditions(
    "MISSING_QUALIFIER",
    { StringEquals: { "shop:Labels": "x" } },
    { "ForAnyValue:StringEquals": { "shop:Labels": "x" } },
  ),
  conditions(
    "INVALID_CONDITION_DATA_TYPE",
    { NumericEquals: { "shop:Discount": ["1", 2] } },
    { NumericEquals: { "shop:Discount": ["1", "2"] } },
  ),
  conditions(
    "INVALID_CONDITION_MULTIPLE_BOOLEAN",
    { Bool: { "aws:SecureTransport": ["true", "false"] } },
    { Bool: { "aws:SecureTransport": ["true"] } },
  ),
  conditions(
    "INVALID_VARIABLE_FOR_OPERATOR",
    { NumericEquals: { "shop:Discount": "${aws:PrincipalTag/discount}" } },
    { StringEquals: { "shop:Shelf": "${aws:PrincipalTag/shelf}" } },
  ),
  conditions(
    "INVALID_REGION",
    { StringEquals: { "aws:RequestedRegion": "eu-middle-1" } },
    { StringEquals: { "aws:RequestedRegion": "eu-central-1" } },
  ),
  conditions(
    "INVALID_VPC_FORMAT",
    { StringEquals: { "aws:SourceVpc": "vpc-1234567" } },
    { StringEquals: { "aws:SourceVpc": "vpc-12345678" } },
  ),
  conditions(
    "INVALID_VPCE_FORMAT",
    { StringEquals: { "aws:SourceVpce": "vpc-12345678" } },
    { StringEquals: { "aws:SourceVpce": "vpce-11223344556677889" } },
  ),
  example(
    "INVALID_KMS_KEY_VALUE",
    allow({
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::b/*",
      Condition: { StringEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/x" } },
    }),
    allow({
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::b/*",
      Condition: {
        StringEquals: {
          "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-central-1:123456789012:key/x",
        },
      },
    }),
  ),
  conditions(
    "PRIVATE_IP_ADDRESS",
    { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "fd00::1"] } },
    { IpAddress: { "aws:VpcSourceIp": ["10.0.0.0/8"] }, StringEquals: { "aws:SourceVpc": "vpc-12345678" } },
  ),
  conditions(
    "PRIVATE_NOT_IP_ADDRESS",
    { NotIpAddress: { "aws:SourceIp": "192.168.1.1" } },
    { NotIpAddress: { "aws:SourceIp": "192.169.1.1" } },
  ),
  conditions(
    "TYPE_MISMATCH_IP_RANGE",
    { IpAddress: { "aws:SourceIp": "203.0.113.0/33" } },
    { IpAddress: { "aws:SourceIp": "203.0.113.0/32" } },
  ),
  conditions(
    "VARIABLE_USAGE_TOO_PERMISSIVE",
    { StringLike: { "aws:PrincipalAccount": "${aws:PrincipalTag/account}" } },
    { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } },
  ),
  {
    code: "VARIABLE_USAGE_TOO_PERMISSIVE",
    type: "identity",
    found: policy(allow({ Condition: { StringLike: { "aws:userid": "AROA${aws:PrincipalTag/x}" } } })),
    spared: policy(allow({ Condition: { StringLike: { "aws:userid": "${aws:PrincipalTag/x}:ann" } } })),
  },
  conditions(
    "WILDCARD_USAGE_TOO_PERMISSIVE",
    { StringLike: { "aws:PrincipalOrgID": "o-*" } },
    { StringLike: { "aws:PrincipalTag/org": "o-*" } },
  ),
  conditions(
    "WILDCARD_USAGE_TOO_PERMISSIVE",
    { StringLike: { "aws:userid": "AROA*" } },
    { StringLike: { "aws:userid": "AROA1234567890EXAMPLE:*" } },
  ),
];
